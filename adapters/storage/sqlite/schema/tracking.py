"""Who left tracking, and how long a workspace keeps messages, as the step `add_tracking` adds it."""

TRACKING = (
    # workspace: "discord:" for all of a platform, where ids are good everywhere. member: a keyed hash of the id, as in
    # `erased`: so that it holds after an erasure, too.
    """
    CREATE TABLE untracked (
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        salt BLOB NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, member)
    ) STRICT, WITHOUT ROWID
    """,
    # Days; NULL: as long as the operator says.
    "ALTER TABLE workspaces ADD COLUMN retention_days INTEGER",
)
