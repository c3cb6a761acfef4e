"""What people do in Slack, told to the engine: one module for each way in which Slack tells of it."""
