"""What the engine needs from the outside, as protocols; `adapters` fulfil them."""
