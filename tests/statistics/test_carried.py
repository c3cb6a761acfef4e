"""Figures that are carried on over writes are those that are worked out anew, whatever was written."""

import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.postgres import PostgresStore
from bot.domain.grading import Finding, Grade, Judgement, PointFinding, Source
from bot.domain.members import Absence, Actor
from bot.domain.rounds import RoundState
from bot.domain.series import Series
from bot.domain.statistics.floor import PeopleShown, ViewRules
from bot.ports.store import Store, Transaction
from bot.services.rounds.scoring import rescore
from bot.services.statistics.keeping import KeptStatistics
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import scope_for_operator
from tests.memory_store import file_store
from tests.servers.postgres import new_database
from tests.statistics.teams import NOW, TODAY, Made, TeamMaker
from tests.worlds.world import World, new_world

PERIODS = ("all", "2026-W49")
SEEDS = range(3_000, 3_003)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(start=NOW, store=file_store(tmp_path / "askaday.db")) as made:
        yield made


def every_figure(tx: Transaction, figures: Statistics, workspace: str) -> dict[str, object]:
    """Give every figure of each scope; anew, two that are shown together are the two by themselves."""
    series, found = list(tx.series.of_workspace(workspace)), dict[str, object]()
    for shown in (series[:1], series[1:], series):
        scope = scope_for_operator(tx, shown)
        forecast = figures.forecast(tx, scope)
        for period in PERIODS:
            team = figures.team(tx, scope, period)
            carried = isinstance(figures, KeptStatistics)
            found |= {
                f"{scope.name} {period} {name}": figure
                for name, figure in {
                    "team": team,
                    "both": figures.team_and_forecast(tx, scope, period) if carried else (team, forecast),
                    "questions": figures.questions(tx, scope, period),
                    "people": figures.people(tx, scope, period),
                    "taking part": figures.taking_part(tx, scope, period),
                    "person": figures.person(tx, scope, "m1", period),
                }.items()
            }
        found[f"{scope.name} weeks"] = figures.weeks(tx, scope)
        found[f"{scope.name} forecast"] = forecast
    return found


class Writing:
    """Writes of a team's life, each as the engine makes it, drawn by chance."""

    def __init__(self, maker: TeamMaker, made: Made, draw: random.Random) -> None:
        self.maker, self.made, self.draw = maker, made, draw
        self.kinds: dict[str, Callable[[Transaction], None]] = {
            "closed rounds and drills": self.live,
            "an open round": self.open,
            "a grade by hand": self.grade,
            "a claim that is decided on": self.claim,
            "a thumb": self.thumb,
            "a round that counts for nobody": self.void,
            "a round that an operator deletes": self.delete,
            "an audience": self.audience,
            "an absence": self.away,
            "another name": self.rename,
            "left the board": self.leave_board,
            "other rules": self.rules,
            "another pack": self.packs,
            "erased": self.erase,
        }

    def _round_id(self, tx: Transaction) -> tuple[Series, int]:
        series = self.draw.choice(self.made.series)
        return series, self.draw.choice([one.id for one in tx.statistics.rounds(series.id)])

    def _member(self) -> str:
        return self.draw.choice(self.maker.members)

    def live(self, tx: Transaction) -> None:
        self.maker.tx = tx
        self.maker.go_on(TODAY - timedelta(days=self.maker.days + self.draw.randint(1, 300)), days=1)

    def open(self, tx: Transaction) -> None:
        series = self.draw.choice(self.made.series)
        played = tx.rounds.add(series.id, series.workspace, TODAY + timedelta(days=1))
        if played is not None:
            tx.rounds.save(replace(played, state=RoundState.OPEN, opened_at=NOW))

    def grade(self, tx: Transaction) -> None:
        series, round_id = self._round_id(tx)
        played = tx.rounds.get(round_id)
        answers = tx.answers.frozen(round_id)
        if played is None or played.question is None or not answers:
            return
        met = tuple(PointFinding(Finding.COVERED) for _ in played.question.key_points)
        judged = Judgement(1.0, met, "as it is")
        tx.grades.add([Grade(round_id, self.draw.choice(answers).member, Source.REVIEWER, judged, "m0", NOW)])
        rescore(tx, series, played, answers, tx.grades.of_round(round_id))

    def claim(self, tx: Transaction) -> None:
        _, round_id = self._round_id(tx)
        played = tx.rounds.get(round_id)
        if played is not None and played.question is not None:
            self.maker.tx = tx
            self.maker._say(played, played.question, self._member(), NOW)

    def thumb(self, tx: Transaction) -> None:
        _, round_id = self._round_id(tx)
        tx.feedback.give(self.made.workspace, round_id, self._member(), is_good=self.draw.random() < 0.3, at=NOW)

    def void(self, tx: Transaction) -> None:
        series, round_id = self._round_id(tx)
        played = tx.rounds.get(round_id)
        assert played is not None
        voided = replace(played, void="It was wrong")
        tx.rounds.save(voided)
        rescore(tx, series, voided, tx.answers.frozen(round_id), tx.grades.of_round(round_id))

    def delete(self, tx: Transaction) -> None:
        series = self.draw.choice(self.made.series)
        played = tx.rounds.add(series.id, series.workspace, TODAY + timedelta(days=2))
        assert played is not None
        tx.statistics.set_audience([played.id], 5)
        tx.connection.execute("DELETE FROM rounds WHERE id = ?", (played.id,))  # type: ignore[attr-defined]

    def audience(self, tx: Transaction) -> None:
        _, round_id = self._round_id(tx)
        tx.statistics.set_audience([round_id], self.draw.randint(3, 12))

    def away(self, tx: Transaction) -> None:
        since = TODAY - timedelta(days=self.draw.randint(0, 40))
        tx.absences.set(Absence(self.made.workspace, self._member(), since, since + timedelta(days=5)))

    def rename(self, tx: Transaction) -> None:
        who = self._member()
        tx.members.rename(Actor(self.made.workspace, who, f"{who} {self.draw.random()}"))

    def leave_board(self, tx: Transaction) -> None:
        tx.members.set_on_board(self.made.workspace, self._member(), on_board=False)

    def rules(self, tx: Transaction) -> None:
        tx.statistics.set_rules(
            self.made.workspace, ViewRules(self.draw.choice((0, 3, 5)), self.draw.choice(list(PeopleShown)))
        )

    def packs(self, tx: Transaction) -> None:
        series = self.draw.choice(self.made.series)
        packs = self.draw.choice((("first",), ("second",), ("first", "second")))
        tx.series.set_settings(series.id, channel=series.channel, settings=replace(series.settings, packs=packs))

    def erase(self, tx: Transaction) -> None:
        if len(self.maker.members) > 1:
            who = self._member()
            self.maker.members = tuple(one for one in self.maker.members if one != who)
            tx.members.erase(self.made.workspace, who, NOW)


async def differing(stores: Sequence[Store], world: World, seed: int, steps: int) -> list[str]:
    """Name the figures that are other ones than anew, with the writes before them.

    Each of the stores is of a process of its own, which carries its own figures; any of them writes.
    """
    fresh = Statistics(world.clock, world.app.services.managing)
    carried = [(store, KeptStatistics(world.clock, world.app.services.managing)) for store in stores]

    def begin(tx: Transaction) -> Writing:
        maker = TeamMaker(tx, seed)
        return Writing(maker, maker.make(), random.Random(seed))

    writing, found = await stores[0].call(begin), list[str]()
    workspace = writing.made.workspace
    order = [kind for _ in range(-(-steps // len(writing.kinds))) for kind in writing.kinds]
    writing.draw.shuffle(order)
    for kind in order[:steps]:
        await writing.draw.choice(stores).call(writing.kinds[kind])
        if writing.draw.random() < 0.1:
            world.clock.travel(world.clock.now() + timedelta(days=1))
        anew = await stores[0].read(every_figure, fresh, workspace)
        for process, (store, figures) in enumerate(carried):
            kept, again = [await store.read(every_figure, figures, workspace) for _ in range(2)]
            found += [
                f"seed {seed}, process {process}, {kind}: {name}"
                for name in anew
                if not kept[name] == again[name] == anew[name]
            ]
    return found


async def test_figures_after_each_kind_of_write_are_those_of_anew(world: World) -> None:
    assert await differing([world.app.store], world, SEEDS[0], steps=14) == []


async def test_two_processes_carry_the_figures_of_anew_whichever_of_them_writes() -> None:
    with new_database() as url:
        async with new_world(start=NOW, store=PostgresStore.open(url)) as world:
            second = PostgresStore.open(url)
            try:
                assert await differing([world.app.store, second], world, SEEDS[0], steps=14) == []
            finally:
                await second.close()


@pytest.mark.repeats
async def test_figures_after_many_writes_are_those_of_anew(world: World) -> None:
    assert [await differing([world.app.store], world, seed, steps=60) for seed in SEEDS] == [[]] * len(SEEDS)
