"""`askaday claim`, and whom the operator names in the settings."""

import re
from pathlib import Path

from tests.cli.askaday import askaday

NAMED = "slack:T024BE7LD/U024BE7LH,discord:290926798626357999/80351110224678912"


def test_claim_prints_a_word_and_makes_a_new_one_each_time(tmp_path: Path) -> None:
    outcomes = [askaday(tmp_path, "claim", "slack:T024BE7LD") for _ in range(2)]

    words = [outcome.out.splitlines()[0] for outcome in outcomes]
    assert [(outcome.status, outcome.err) for outcome in outcomes] == [(0, "")] * 2
    assert [bool(re.fullmatch(r"claim(-[a-z2-9]{4}){3}", word)) for word in words] == [True] * 2
    assert words[0] != words[1]
    assert outcomes[0].out.splitlines()[2] == (
        "Send this word to Askaday in a direct message. It is good once, for an hour."
    )


def test_claim_for_no_workspace_is_refused(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "claim", "T024BE7LD")

    hint = "It is slack:T024BE7LD or discord:290926798626357999; `askaday doctor` names those that there are."
    assert (outcome.status, outcome.err) == (2, f"askaday: 'T024BE7LD' names no workspace. {hint}\n")
    assert list(tmp_path.iterdir()) == []


def test_doctor_names_those_whom_the_operator_made_administrators(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor", ASKADAY_MANAGERS=NAMED)

    assert [line for line in outcome.out.splitlines() if line.startswith("managers")] == [
        "managers   WARNING: ASKADAY_MANAGERS names slack:T024BE7LD/U024BE7LH, and Slack is off",
        "managers   WARNING: ASKADAY_MANAGERS names discord:290926798626357999/80351110224678912, and Discord is off",
    ]


def test_entries_that_name_nobody_are_told_together(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor", ASKADAY_MANAGERS=f"U024BE7LH,{NAMED},slack:T1/ana")

    assert outcome.status == 2
    how = "an entry is a workspace, / and a member, by their ids"
    assert f"ASKADAY_MANAGERS: U024BE7LH, slack:T1/ana name nobody: {how}" in outcome.err
