"""Short notices: what was missed, what managers should know, what comes next."""
