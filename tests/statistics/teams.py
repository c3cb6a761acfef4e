"""Seeded small teams: rounds, grades, drills and reviews, written as the engine writes them, without playing."""

import os
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from bot.domain.answers import Answer
from bot.domain.doubts import Flag
from bot.domain.grading import Finding, Grade, Judgement, PointFinding, Source
from bot.domain.judging.claims import Claim
from bot.domain.members import Absence, Actor
from bot.domain.practice.drills import rating_of
from bot.domain.practice.memory import Review
from bot.domain.question import KeyPoint, Question
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Results, Series
from bot.ports.store import Transaction
from bot.services.practice.remembering import drill_origin, remember, remember_round
from bot.services.rounds.scoring import note_published, rescore
from tests.worlds.builders import CHANNEL, question, settings

#: So many teams are made for what is tried with many.
TEAMS = int(os.environ.get("ASKADAY_TEAMS", "100"))
#: A Thursday, so that months, weeks and the last 90 days are cut in different places.
TODAY = date(2026, 12, 10)
NOW = datetime.combine(TODAY, time(20), UTC)
TOPICS = ("storage", "network", "security")
_RESULTS = (Results.NONE, Results.NONE, Results.TOP, Results.ALL)


@cache
def pool(pack: str) -> tuple[Question, ...]:
    """Give nine questions of a pack, three of each topic, with two to four key points."""
    return tuple(
        replace(
            question(number),
            pack=pack,
            topics=(TOPICS[number % 3], "other"),
            key_points=tuple(KeyPoint(f"{pack} point {place} of {number}") for place in range(2 + number % 3)),
        )
        for number in range(9)
    )


@dataclass(frozen=True)
class Made:
    """A team that was made."""

    workspace: str
    series: tuple[Series, ...]
    members: tuple[str, ...]


class TeamMaker:
    """Makes the ledger of one team; the same seed makes the same team."""

    def __init__(self, tx: Transaction, seed: int, *, days: int = 40) -> None:
        self.tx = tx
        self.draw = random.Random(seed)
        self.workspace = f"console:team-{seed}"
        #: Of its own, so that a team is the same with it.
        self.counting = random.Random(f"audiences of {seed}")
        self.saying = random.Random(f"flags and claims of {seed}")
        self.days = days
        self.members = tuple(f"m{number}" for number in range(self.draw.randint(2, 7)))
        self.series: tuple[Series, ...] = ()
        self.ability = {member: self.draw.random() for member in self.members}

    def make(self) -> Made:
        for member in self.members:
            self.tx.members.seen(Actor(self.workspace, member, member.upper()))
            if self.draw.random() < 0.15:
                self.tx.members.set_on_board(self.workspace, member, on_board=False)
        series = tuple(
            self.tx.series.add(self.workspace, name, CHANNEL, settings(packs=packs, results=results), 1)
            for name, packs, results in (
                ("alpha", ("first",), self.draw.choice(_RESULTS)),
                ("beta", ("first", "second"), self.draw.choice(_RESULTS)),
            )
        )
        self.series = series
        self.go_on(TODAY - timedelta(days=self.days), self.days)
        if self.draw.random() < 0.3:
            away = self.draw.choice(self.members)
            since = TODAY - timedelta(days=self.draw.randint(1, self.days))
            self.tx.absences.set(Absence(self.workspace, away, since, since + timedelta(days=6)))
        return Made(self.workspace, series, self.members)

    def go_on(self, since: date, days: int) -> None:
        """Let the team answer on some days more."""
        for number in range(days):
            day = since + timedelta(days=number)
            for one in self.series:
                if self.draw.random() < 0.35:
                    self._round(one, day)
            self._drills(day)

    def _round(self, series: Series, day: date) -> None:
        asked = self.draw.choice([one for pack in series.settings.packs for one in pool(pack)])
        planned = self.tx.rounds.add(series.id, series.workspace, day)
        assert planned is not None
        opened, closed_at = (datetime.combine(day, time(hour), UTC) for hour in (9, 17))
        played = replace(
            planned, state=RoundState.CLOSED, question=asked, opened_at=opened, closed_at=closed_at, channel=CHANNEL
        )
        self.tx.rounds.save(played)
        if self.counting.random() < 0.8:
            self.tx.statistics.set_audience([played.id], self.counting.choice((None, *range(3, 12))))
        who = [member for member in self.members if self.draw.random() < 0.7]
        answers = [self._answer(member, opened, asked) for member in who]
        self.tx.answers.freeze(played.id, answers)
        grades = {one.member: self._grades(played.id, one, asked, closed_at) for one in answers}
        self.tx.grades.add(grade for ledger in grades.values() for grade in ledger)
        played = rescore(self.tx, series, played, answers, grades)
        earned = self.tx.standings.points_of(played.id)
        remember_round(self.tx, note_published(self.tx, series, played, earned), earned.values(), closed_at)
        for member in who:
            if self.draw.random() < 0.2:
                self.tx.feedback.give(
                    series.workspace, played.id, member, is_good=self.draw.random() < 0.6, at=closed_at
                )

        for member in who:
            self._say(played, asked, member, closed_at)

    def _say(self, played: Round, asked: Question, member: str, at: datetime) -> None:
        """Let a member flag a question, claim a point of it or doubt their grade, and a reviewer decide on most."""
        if self.saying.random() < 0.1:
            self.tx.flags.add(Flag(played.workspace, asked.ref, member, "It is out of date", at))
        if self.saying.random() < 0.2:
            claim = Claim(0, played.workspace, member, at, asked.ref, played.series_id, played.id)
            is_of_point = self.saying.random() < 0.6
            of_point = replace(claim, point=asked.key_points[0].text, sentence=f"words of {member}")
            added = self.tx.claims.add(of_point if is_of_point else replace(claim, reason="I named it"))
            if added is not None and self.saying.random() < 0.7:
                later = at + timedelta(hours=2)
                self.tx.claims.decide(added.id, "as it is", "m0", later, accepted=self.saying.random() < 0.5)

    def _answer(self, member: str, opened: datetime, asked: Question) -> Answer:
        at = opened + timedelta(minutes=self.draw.randint(1, 400))
        quick = self.draw.random() < 0.15
        text = "👍" if not quick and self.draw.random() < 0.05 else f"words on {asked.id}"
        return Answer(member, text, (f"{asked.id} {member}",), at, at, picked=(0,) if quick else None)

    def _grades(self, round_id: int, answer: Answer, asked: Question, at: datetime) -> list[Grade]:
        if answer.picked is not None:
            chosen = Judgement(self.draw.choice((0.0, 0.5)), (), "chosen")
            return [Grade(round_id, answer.member, Source.AUTO, chosen, "choice", at)]
        ledger = [Grade(round_id, answer.member, Source.AUTO, self._judgement(answer.member, asked), "words", at)]
        if self.draw.random() < 0.1:
            later = at + timedelta(hours=1)
            corrected = self._judgement(answer.member, asked)
            ledger.append(Grade(round_id, answer.member, Source.REVIEWER, corrected, "m0", later))
        return ledger

    def _judgement(self, member: str, asked: Question) -> Judgement:
        met = [self.draw.random() < self.ability[member] for _ in asked.key_points]
        findings = tuple(PointFinding(Finding.COVERED if one else Finding.NOT_FOUND) for one in met)
        return Judgement(round(sum(met) / len(met), 4), findings, "as it is")

    def _drills(self, day: date) -> None:
        for member in self.members:
            if self.draw.random() >= 0.25:
                continue
            asked = self.draw.choice([*pool("first"), *pool("second")])
            at = datetime.combine(day, time(12), UTC)
            drill = self.tx.drills.add(self.workspace, member, asked, at)
            judgement = None if self.draw.random() < 0.1 else self._judgement(member, asked)
            self.tx.drills.finish(drill.id, "words", judgement, at)
            rating = rating_of(judgement.score if judgement else None)
            remember(self.tx, self.workspace, member, Review(asked.ref, drill_origin(drill.id), rating, at), at)
