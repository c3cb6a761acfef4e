"""What people do in Discord, told to the engine: one module for each way in which Discord tells of it."""
