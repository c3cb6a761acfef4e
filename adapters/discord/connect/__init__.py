"""Discord's connection, workspaces and permissions, and what its refusals mean."""
