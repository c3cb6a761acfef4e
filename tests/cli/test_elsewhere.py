"""Commands that are typed in another folder than Askaday runs in: they say where they have looked."""

from pathlib import Path

import pytest

from tests.cli.askaday import Outcome, askaday

HERE = {"ASKADAY_DATABASE": "data/askaday.db"}


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("stats",), "Check the path, or start Askaday once."),
        (("health",), "Check the path, or start Askaday once."),
        (("upgrade",), "Check ASKADAY_DATABASE; a new one needs no upgrade."),
    ],
)
def test_a_database_that_is_not_there_is_named_with_its_folder(
    tmp_path: Path, words: tuple[str, ...], hint: str
) -> None:
    done = askaday(tmp_path, *words, **HERE)

    assert done == Outcome(1, "", f"askaday: There is no database at {tmp_path}/data/askaday.db. {hint}\n")


def test_doctor_names_it_with_its_folder(tmp_path: Path) -> None:
    done = askaday(tmp_path, "doctor", **HERE)

    assert (
        f"database   {tmp_path}/data/askaday.db does not exist yet; `askaday run` creates it" in done.out.splitlines()
    )
