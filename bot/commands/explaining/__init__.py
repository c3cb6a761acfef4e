"""What people read about commands: how they are written where they are used, and the page that lists them."""
