"""What was changed from what to what, as the step `add_changes_to_audit` adds it."""

CHANGES = (
    # No reference: what was done to a series is kept as long as its workspace.
    "ALTER TABLE audit ADD COLUMN series_id INTEGER",
    # By name, as JSON; people by id, each in a string of their own.
    "ALTER TABLE audit ADD COLUMN before TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE audit ADD COLUMN after TEXT NOT NULL DEFAULT '{}'",
    # Of older rows a series is named by those of its set-up alone.
    """
    UPDATE audit SET series_id = (
        SELECT id FROM series WHERE series.workspace = audit.workspace AND series.name = audit.detail
    ) WHERE action = 'setup'
    """,
    "CREATE INDEX audit_workspace ON audit (workspace, id)",
)
