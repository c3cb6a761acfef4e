"""Parts of the package that are installed on request."""


def installs(extra: str) -> str:
    """Say what installs one; it names the clone, since Askaday itself is in no index."""
    return (
        f"In the clone: `uv tool install --force '.[{extra}]'`, or `pipx install --force '.[{extra}]'`, or with "
        f"pip `pip install '.[{extra}]'`."
    )
