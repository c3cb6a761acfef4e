"""What pages show: one function a page, which checks the reader's rights and gives figures that there are already."""
