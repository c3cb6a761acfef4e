"""What is kept of what people do, as those read it who may."""
