"""How the server is reached: connections, statements in its own words, what its errors mean."""
