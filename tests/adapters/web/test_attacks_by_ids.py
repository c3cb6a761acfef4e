"""Every button and form of chat, sent to the pages about what belongs to others: refused, and nothing is changed."""

from collections.abc import AsyncIterator, Collection
from pathlib import Path

import pytest

from bot.commands.desk import _PRESSES
from bot.domain.target import Target
from tests.worlds.attacked import OTHER, Attacked, attacked
from tests.worlds.builders import WORKSPACE
from tests.worlds.stored import Rows, stored

pytestmark = pytest.mark.sockets
REFUSED = {400, 403, 409, 422}
HERE, THERE = f"/w/{WORKSPACE}/press", f"/w/{OTHER}/press"
#: What anybody in the workspace does about its questions and series, and about drills, which are their own.
FOR_MEMBERS = {
    *(("round", name) for name in ("answer", "hint", "flag", "mine", "place", "whole", "dispute", "claim", "said")),
    *(("round", name) for name in ("everybody", "answers", "good", "bad", "quick")),
    ("series", "past"),
    ("series", "older"),
}


@pytest.fixture
async def tried(tmp_path: Path) -> AsyncIterator[Attacked]:
    async with attacked(tmp_path) as made:
        yield made


def changed(before: Rows, after: Rows) -> list[str]:
    """Name the tables in which something else stands."""
    return [table for table, rows in after.items() if rows != before[table]]


#: Of what is answered, what shows the queue of whoever asks, or ends a digest of theirs, whatever it names.
OWN_QUEUE, OWN_DIGEST = {"series review", "suggestion later"}, {"series digest_off"}
#: What stands in what belongs to the others, and nowhere else.
THEIRS = ("the price has changed", "A pager", "I said all of it", "archive number", "turquoise")


async def reached(
    tried: Attacked, who: str, path: str, numbers: range, but: Collection[tuple[str, str]] = ()
) -> set[str]:
    """Send every action about rows of these numbers, with a form filled in; give those that were not refused."""
    fields = {"field-reason": "No.", "field-percent": "100", "field-title": "Mine", "field-answer": "Mine"}
    form = {"token": tried.tokens[who], "sent": "yes", "text": "mine", **fields}
    found = set()
    for kind, action in _PRESSES.keys() - set(but):
        for number in numbers:
            for words in ("", "1"):
                got = await tried.post(who, path, form | {"press": f"{action} {Target(kind, number, words=words)}"})
                assert [said for said in THEIRS if said in got.text] == []
                if got.status not in REFUSED:
                    found.add(f"{kind} {action}")
    return found


async def test_nothing_of_another_workspace_is_reached_by_its_ids(tried: Attacked, tmp_path: Path) -> None:
    before = stored(tmp_path)

    # The rows of the workspace that was attacked have the first numbers of each table; Mo's only series is the third.
    found = await reached(tried, "of another workspace", THERE, range(1, 3))

    assert found == OWN_QUEUE
    # That they were there, of themselves.
    assert changed(before, stored(tmp_path)) == ["contacts"]


async def test_what_reviewers_and_managers_decide_is_refused_to_everybody_else(tried: Attacked, tmp_path: Path) -> None:
    before = stored(tmp_path)

    found = {who: await reached(tried, who, HERE, range(1, 2), FOR_MEMBERS) for who in ("of another series", "lost")}

    assert found == {"of another series": OWN_QUEUE | OWN_DIGEST, "lost": OWN_DIGEST}
    # That they were there, of themselves.
    assert changed(before, stored(tmp_path)) == ["contacts"]
