"""What answering within a day's work needs, as the steps that name these add it."""

PRIVATE_REMINDERS = (
    "DROP INDEX deliveries_direct",
    """
    CREATE INDEX deliveries_private ON deliveries (workspace, channel)
        WHERE kind IN ('direct', 'private_reminder')
    """,
)
