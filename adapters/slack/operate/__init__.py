"""What operators use and the running bot does not: manifest, checks and the preview."""
