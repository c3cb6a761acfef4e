"""What good packs have beyond being valid, one concept a module: each rule takes a pack and gives what it finds."""
