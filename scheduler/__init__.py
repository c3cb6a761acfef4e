"""APScheduler as a clock: it wakes services, and decides nothing."""
