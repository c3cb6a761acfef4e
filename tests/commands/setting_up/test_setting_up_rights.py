"""Who may set a series up: administrators, who invited Askaday there, and whom administrators leave it to."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.card import Text
from bot.domain.members import Actor, WhoSetsUp
from bot.errors import InputError, NotSetUpError, RightsError
from bot.ports.store import Transaction
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, actor
from tests.worlds.playing import meet
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World, title

NEW = "setup packs=basics zone=UTC"
INVITER = actor("Ivy")
MANAGES = replace(actor("Max"), channels=frozenset({CHANNEL}))
ELSEWHERE = replace(actor("Mia"), channels=frozenset({"random"}))
MADE = actor("Mo")
TWIN = "console:other"


async def arranged(world: World) -> None:
    def arrange(tx: Transaction) -> None:
        tx.access.invited(WORKSPACE, CHANNEL, INVITER.member, MONDAY)
        tx.access.invited(WORKSPACE, "random", "rae", MONDAY)
        tx.access.make_administrator(WORKSPACE, MADE.member, MONDAY)

    await world.app.call(arrange)


@pytest.mark.parametrize("who", [ADMIN, INVITER, MANAGES, MADE], ids=lambda who: who.member)
async def test_may_set_up_by_command_and_form_and_manages_it(world: World, who: Actor) -> None:
    await arranged(world)

    form = await world.app.desk.setup_form(who, CHANNEL)
    card = await world.command(who, NEW)

    assert (form.channel, form.series, card.title) == (CHANNEL, None, "daily is set up")
    assert (await world.series()).settings.managers == {who.member}


@pytest.mark.parametrize(
    "who",
    [
        ANA,
        actor("Rae"),
        ELSEWHERE,
        replace(INVITER, workspace=TWIN),
        replace(MADE, workspace=TWIN),
        actor("Nobody", groups=frozenset({"some"})),
    ],
    ids=lambda who: f"{who.workspace} {who.member}",
)
async def test_may_not_set_up_and_is_told_who_may(tmp_path: Path, who: Actor) -> None:
    async with world_on_disk(tmp_path) as world:
        await arranged(world)
        before = stored(tmp_path)

        for asked in (world.command(who, NEW), world.app.desk.setup_form(who, CHANNEL)):
            with pytest.raises(NotSetUpError) as refused:
                await asked
            named = {"ivy", "mo"} if who.workspace == WORKSPACE else set()
            assert {one for one in ("ivy", "mo", "rae", "root") if one in str(refused.value)} == named
            assert refused.value.can_ask is bool(named)
        assert stored(tmp_path) == before


async def test_inviter_sets_up_in_their_channel_alone(world: World) -> None:
    await arranged(world)

    with pytest.raises(NotSetUpError):
        await world.command(INVITER, f"{NEW} channel=random")
    with pytest.raises(NotSetUpError):
        await world.command(INVITER, NEW, channel="random")
    from_elsewhere = await world.command(INVITER, f"{NEW} channel={CHANNEL}", channel="random")

    assert from_elsewhere.title == "daily is set up"
    assert (await world.series()).channel == CHANNEL


async def test_administrators_may_keep_it_to_themselves(world: World) -> None:
    await arranged(world)

    shown = await world.command(ADMIN, "workspace")
    chosen = await world.command(ADMIN, "workspace setup=administrators")
    refusals = []
    for who in (INVITER, MANAGES, ANA):
        with pytest.raises(NotSetUpError) as refused:
            await world.command(who, NEW)
        refusals.append(str(refused.value))
    by_admins = [(await world.command(who, f"{NEW} name={who.member}")).title for who in (ADMIN, MADE)]

    assert "`setup=inviters`" in str(shown.blocks)
    assert "`setup=administrators`" in str(chosen.blocks)
    assert refusals == ["Only administrators of this workspace may set up a series: mo."] * 3
    assert by_admins == ["root is set up", "mo is set up"]


@pytest.mark.parametrize("who", [ANA, INVITER, MANAGES, replace(MADE, workspace=TWIN)], ids=lambda who: who.member)
@pytest.mark.parametrize("text", ["workspace", "workspace setup=inviters"])
async def test_what_holds_for_the_workspace_is_administrators(world: World, who: Actor, text: str) -> None:
    await arranged(world)

    with pytest.raises(RightsError, match="Only administrators of this workspace may see and change this"):
        await world.command(who, text)

    assert await world.app.call(lambda tx: tx.access.who_sets_up(WORKSPACE)) is WhoSetsUp.INVITERS


async def test_setting_of_a_workspace_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(InputError) as refused:
        await world.command(ADMIN, "workspace setup=everybody")

    hint = "Write `/qotd workspace setup=inviters` or `/qotd workspace setup=administrators`."
    assert (str(refused.value), refused.value.hint) == (f"setup is no 'everybody'. {hint}", hint)


async def test_choice_is_kept_in_the_audit(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.command(ADMIN, "workspace setup=administrators")

        assert stored(tmp_path)["audit"][-1][2:5] == ("root", "workspace", "setup=administrators")


#: Who wishes for a series, and where.
WISHES = (("Ana", CHANNEL), ("Bo", "random"))


async def test_who_may_is_asked_once_a_day_with_the_form_for_that_channel(world: World) -> None:
    await arranged(world)

    told = await world.press(ANA, "ask", f"channel:{CHANNEL}")
    for who in (ANA, BO):
        with pytest.raises(Exception, match="They were asked for this channel today already"):
            await world.press(who, "ask", f"channel:{CHANNEL}")
    await world.at(MONDAY)
    await world.press(BO, "ask", "channel:random")
    await world.after(hours=1)
    first = [title(world.posted(channel=f"direct:{who}")) for who in ("ivy", "mo")]
    await world.at(MONDAY + timedelta(days=1, hours=1))
    got = [world.posted(channel=f"direct:{who}") for who in ("ivy", "mo")]
    await world.press(ANA, "ask", f"channel:{CHANNEL}")

    [said] = told.blocks
    wishes = [Text(f"{who} would like Askaday to ask a question a day in **#{where}**.") for who, where in WISHES]
    assert said == Text("ivy and mo got a private message from Askaday with the form.")
    assert first == [["Would you set Askaday up?"]] * 2
    assert [[card.blocks[0] for card in cards] for cards in got] == [wishes[:1], wishes]
    assert [(one.label, one.target) for card in got[1] for one in card.actions] == [
        (f"Set up #{where}", f"channel:{where}") for _, where in WISHES
    ]


async def test_nobody_is_asked_where_there_is_no_channel_or_nobody_to_ask(world: World) -> None:
    with pytest.raises(Exception, match="Askaday knows nobody here whom it could ask"):
        await world.press(ANA, "ask", f"channel:{CHANNEL}")
    await arranged(world)
    with pytest.raises(Exception, match="Askaday knows nobody here whom it could ask"):
        await world.press(ANA, "ask", "channel:nowhere")


async def test_a_series_moves_only_to_where_its_manager_could_begin_one(world: World) -> None:
    await arranged(world)
    await world.command(INVITER, NEW)

    with pytest.raises(NotSetUpError):
        await world.command(INVITER, "setup channel=random")
    stays = (await world.series()).channel
    await world.app.call(lambda tx: tx.access.invited(WORKSPACE, "random", INVITER.member, MONDAY))
    await world.command(INVITER, "setup channel=random")

    assert (stays, (await world.series()).channel) == (CHANNEL, "random")


async def test_where_administrators_alone_set_up_the_managers_they_appointed_may_move_a_series(world: World) -> None:
    await meet(world, ANA)
    await world.command(ADMIN, f"{NEW} managers=ana")
    await world.command(ADMIN, "workspace setup=administrators")

    await world.command(ANA, "setup channel=random")

    assert (await world.series()).channel == "random"
