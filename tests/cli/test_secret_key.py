"""`askaday secret-key`."""

from pathlib import Path

from adapters.slack.connect.vault import Secret, Vault
from tests.cli.askaday import askaday


def test_key_that_is_printed_seals_a_secret(tmp_path: Path) -> None:
    keys = [askaday(tmp_path, "secret-key").out.strip() for _ in range(2)]

    sealed = Vault(keys[:1]).seal(Secret("xoxb-1"))

    assert keys[0] != keys[1]
    assert Vault(keys[:1]).open(sealed) == Secret("xoxb-1")
