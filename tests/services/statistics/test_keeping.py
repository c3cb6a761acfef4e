"""For how long messages are kept: as the operator says, or for less where a workspace chose that."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import AskadayError, InputError, RightsError
from tests.worlds.builders import ADMIN, ANA, BO, WORKSPACE, actor, settings
from tests.worlds.playing import HALF, play
from tests.worlds.reading import text_of
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World

YEAR = timedelta(days=365)
ROOT_ELSEWHERE = actor("Root", workspace="console:other", is_admin=True)


async def test_workspace_keeps_messages_for_less_and_others_as_before(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await world.app.call(world.app.services.managing.set_up, ROOT_ELSEWHERE, "theirs", "ops", settings())
        played = await play(world, {BO: HALF})
        await world.command(ADMIN, "workspace retention=30")

        await world.after(days=29)
        await world.app.ticking.retain(YEAR)
        kept = [row[7] for row in stored(tmp_path)["revisions"]]
        await world.after(days=2)
        await world.app.ticking.retain(YEAR)
        rows = stored(tmp_path)

        answers = await world.app.call(lambda tx: [one.text for one in tx.answers.frozen(played.id)])
    assert (kept, rows["revisions"], answers) == (["bo"], [], [HALF])
    assert {row[2] for row in rows["deliveries"] if str(row[8]) < "2026-12-08"} <= {"console:other"}


async def test_default_takes_it_back_and_the_audit_has_both(world: World) -> None:
    for said in ("90", "default"):
        await world.command(ADMIN, f"workspace retention={said}")

    card = await world.command(ADMIN, "workspace")
    changes = await world.app.call(lambda tx: list(tx.audit.changes(WORKSPACE, None, None)))
    assert [(one.before, one.after) for one in changes] == [
        ({"retention": "90"}, {"retention": "default"}),
        ({"retention": "default"}, {"retention": "90"}),
    ]
    assert "deleted 365 days after the close" in text_of(card)


@pytest.mark.parametrize(
    ("who", "said", "refusal"),
    [
        (ADMIN, "0", InputError),
        (ADMIN, "366", InputError),
        (ADMIN, "soon", InputError),
        (ANA, "30", RightsError),
    ],
)
async def test_what_is_no_time_and_who_is_no_administrator_is_refused(
    world: World, who: object, said: str, refusal: type[AskadayError]
) -> None:
    assert isinstance(who, type(ANA))
    with pytest.raises(refusal):
        await world.command(who, f"workspace retention={said}")

    assert await world.app.call(lambda tx: tx.access.retention_days(WORKSPACE)) is None
