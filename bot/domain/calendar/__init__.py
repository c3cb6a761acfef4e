"""Days, zones, periods and schedules: pure rules of time."""
