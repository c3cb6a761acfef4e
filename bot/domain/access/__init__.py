"""How people come to be known, and for how long."""
