"""Figures worked out from the raw rows of a database, by SQL and by hand: nothing of Askaday is imported here."""

import json
import sqlite3
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import fsrs

_RANK = {"auto": 0, "peer": 1, "reviewer": 2}
_FSRS = fsrs.Scheduler(desired_retention=0.8, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Raw:
    """One series' view of a workspace's rows."""

    def __init__(self, database: sqlite3.Connection, series_id: int, today: date, floor: int) -> None:
        self.rows = database.cursor()
        self.rows.row_factory = sqlite3.Row
        self.read: dict[tuple[str, tuple[Any, ...]], list[Any]] = {}
        self.dues: dict[tuple[str, str], date] = {}
        self.series_id, self.today, self.floor = series_id, today, floor
        series = self.all("SELECT * FROM series WHERE id = ?", series_id)[0]
        self.workspace = series["workspace"]
        self.settings = json.loads(series["settings"])
        self.hidden = {
            r["member"]
            for r in self.all("SELECT * FROM members WHERE workspace = ?", self.workspace)
            if not r["on_board"]
        }
        contents = {r["hash"]: json.loads(r["content"]) for r in self.all("SELECT hash, content FROM questions")}
        self.asked = {key: (f"{q['pack']}/{q['id']}", q["topics"][0], q) for key, q in contents.items()}
        self.topic = {ref: topic for ref, topic, _ in self.asked.values()}
        self.effective = self._effective()

    def all(self, statement: str, *values: Any) -> list[Any]:
        """Give the rows; they do not change while figures are worked out from them, and are read once."""
        key = (statement, values)
        if key not in self.read:
            self.read[key] = self.rows.execute(statement, values).fetchall()
        return self.read[key]

    def _effective(self) -> dict[tuple[int, str], dict[str, Any]]:
        found: dict[tuple[int, str], tuple[int, dict[str, Any]]] = {}
        for row in self.all("SELECT * FROM grades WHERE workspace = ? ORDER BY id", self.workspace):
            key, rank = (row["round_id"], row["member"]), _RANK[row["source"]]
            if key not in found or rank >= found[key][0]:
                found[key] = rank, json.loads(row["judgement"])
        return {key: judgement for key, (_, judgement) in found.items()}

    def rounds(self, series_id: int | None = None) -> list[Any]:
        return self.all(
            "SELECT * FROM rounds WHERE series_id = ? AND state = 'closed' ORDER BY day", series_id or self.series_id
        )

    def answers(self, round_id: int) -> list[Any]:
        rows = self.all("SELECT * FROM answers WHERE round_id = ?", round_id)
        return [row for row in rows if row["chosen"] or any(letter.isalnum() for letter in row["text"])]

    def in_channel(self, since: date, until: date) -> tuple[int, int]:
        """Give how many people were in the channel of the rounds that were counted, and how many answered them."""
        people = answered = 0
        for played in self.rounds():
            counted = self.all("SELECT people FROM audiences WHERE round_id = ?", played["id"])
            if since.isoformat() <= played["day"] <= until.isoformat() and counted and counted[0]["people"] is not None:
                here = len(self.answers(played["id"]))
                people, answered = people + max(counted[0]["people"], here), answered + here
        return people, answered

    def participation(self, since: date, until: date) -> list[tuple[str, int, int, int]]:
        """Give day, how many could answer, how many did and how many of these chose, by round."""
        firsts: dict[str, str] = {}
        for played in self.rounds():
            for row in self.answers(played["id"]):
                firsts.setdefault(row["member"], played["day"])
        away = self.all("SELECT * FROM absences WHERE workspace = ?", self.workspace)
        found = []
        for played in self.rounds():
            if not since.isoformat() <= played["day"] <= until.isoformat():
                continue
            there = self.answers(played["id"])
            names = {row["member"] for row in there}
            gone = {row["member"] for row in away if row["since"] <= played["day"] < row["until"]}
            could = sum(first <= played["day"] and (m in names or m not in gone) for m, first in firsts.items())
            found.append((played["day"], could, len(there), sum(row["chosen"] is not None for row in there)))
        return found

    def _round_group(self, played: Any) -> tuple[int, int, int, bool]:
        """Give met, looked for, people, and whether that many are enough."""
        met = looked = people = 0
        scored: list[str] = []
        names = [row["member"] for row in self.answers(played["id"])]
        for member in names:
            found = [one["finding"] for one in self.effective[played["id"], member]["findings"]]
            scored += [member] if self.effective[played["id"], member]["score"] is not None else []
            met, looked, people = met + found.count("covered"), looked + len(found), people + bool(found)
        named = sum(member not in self.hidden for member in scored)
        published = {"none": 0, "top": min(3, named), "all": named}[self.settings["results"] or "all"]
        return met, looked, people, self._enough(people, published, len(scored))

    def _enough(self, people: int, published: int = 0, scored: int = 0) -> bool:
        if people < max(self.floor, 1):
            return False
        everybody = published >= scored > 3
        return not self.floor or everybody or people - published >= self.floor

    def _drill_groups(self, since: date, until: date) -> list[tuple[str, int, int, bool]]:
        weeks: dict[tuple[str, str, date], list[Any]] = defaultdict(list)
        for row in self.all("SELECT * FROM drills WHERE workspace = ? AND judgement IS NOT NULL", self.workspace):
            ref, topic, content = self.asked[row["question"]]
            day = datetime.fromisoformat(row["finished_at"]).date()
            monday = day - timedelta(days=day.weekday())
            in_time = since <= monday + timedelta(days=3) <= until and monday + timedelta(days=7) <= self.today
            if in_time and content["pack"] in self.settings["packs"]:
                weeks[ref.split("/")[0], topic, monday].append(row)
        groups = []
        for (_, topic, _), rows in weeks.items():
            findings = [json.loads(row["judgement"])["findings"] for row in rows]
            met = sum(one["finding"] == "covered" for found in findings for one in found)
            people = len({row["member"] for row, found in zip(rows, findings, strict=True) if found})
            groups.append((topic, met, sum(map(len, findings)), self._enough(people)))
        return groups

    def met(self, since: date, until: date) -> dict[str, float | None]:
        """Give the share of key points met by topic; None where all of it is withheld."""
        groups = self._drill_groups(since, until)
        for played in self.rounds():
            if since.isoformat() <= played["day"] <= until.isoformat():
                met, looked, _, enough = self._round_group(played)
                groups.append((self.asked[played["question"]][1], met, looked, enough))
        found: dict[str, list[tuple[int, int]]] = {}
        for topic, met, looked, enough in groups:
            if looked:
                found.setdefault(topic, []).extend([(met, looked)] if enough else [])
        return {t: sum(m for m, _ in s) / sum(n for _, n in s) if s else None for t, s in found.items()}

    def pairs(self) -> dict[tuple[str, str], date]:
        """Say from which day on each member's question is due to be asked again, of the series' packs."""
        if self.dues:
            return self.dues
        logs: dict[tuple[str, str], dict[str, tuple[datetime, int]]] = defaultdict(dict)
        for row in self.all("SELECT * FROM reviews WHERE workspace = ? ORDER BY id", self.workspace):
            logs[row["member"], row["ref"]][row["origin"]] = datetime.fromisoformat(row["at"]), row["rating"]
        kept = set(logs)
        for series in self.all("SELECT id FROM series WHERE workspace = ?", self.workspace):
            for played in self.rounds(series["id"]):
                ref, closed = self.asked[played["question"]][0], datetime.fromisoformat(played["closed_at"])
                for row in self.answers(played["id"]):
                    score = self.effective[played["id"], row["member"]]["score"]
                    if score is not None and (row["member"], ref) not in kept:
                        rating = 1 if score < 0.4 else 2 if score < 0.75 else 3
                        logs[row["member"], ref][f"{rating} of round {played['id']}"] = closed, rating
        packs = set(self.settings["packs"])
        self.dues = {pair: _due(_in_order(log)) for pair, log in logs.items() if pair[1].split("/")[0] in packs}
        return self.dues

    def held(self, day: date) -> dict[str, tuple[float | None, int]]:
        """Give by topic the share that is held on a day, and how many people have the topic."""
        packs: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
        people: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
        refs: dict[str, set[str]] = defaultdict(set)
        for (member, ref), due in self.pairs().items():
            topic = self.topic[ref]
            packs[topic, ref.split("/")[0]].append((member, due > day))
            people[topic][member].append(due > day)
            refs[topic].add(ref)
        found = {}
        for topic, members in people.items():
            cells = [cell for (name, _), cell in packs.items() if name == topic]
            shown = [one for cell in cells if self._enough(len({m for m, _ in cell})) for one in cell]
            share = sum(is_held for _, is_held in shown) / len(shown) if shown else None
            fewest = min(2, len(refs[topic]))
            having = sum(sum(own) >= fewest and 2 * sum(own) >= len(own) for own in members.values())
            found[topic] = share, having
        return found

    def levels(self) -> dict[str, str]:
        """Give each member's level over all of their scored answers."""
        scores: dict[str, list[float]] = defaultdict(list)
        for played in self.rounds():
            for row in self.answers(played["id"]):
                score = self.effective[played["id"], row["member"]]["score"]
                scores[row["member"]] += [score] if score is not None else []
        took_part = set(scores)
        for row in self.all("SELECT * FROM drills WHERE workspace = ? AND judgement IS NOT NULL", self.workspace):
            if self.asked[row["question"]][2]["pack"] in self.settings["packs"]:
                scores[row["member"]].append(json.loads(row["judgement"])["score"])
        return {member: _level(scores[member]) for member in took_part}

    def questions(self, since: date, until: date) -> dict[str, tuple[int, int, int, int]]:
        """Give how often each question was asked and answered, and what was thought of it."""
        found: dict[str, list[int]] = {}
        for played in self.rounds():
            if since.isoformat() <= played["day"] <= until.isoformat():
                thumbs = [r["is_good"] for r in self.all("SELECT * FROM feedback WHERE round_id = ?", played["id"])]
                of = found.setdefault(self.asked[played["question"]][0], [0, 0, 0, 0])
                for place, more in enumerate((1, len(self.answers(played["id"])), sum(thumbs), thumbs.count(0))):
                    of[place] += more
        return {ref: (a, b, c, d) for ref, (a, b, c, d) in found.items()}

    def said(self, since: date, until: date) -> dict[str, tuple[int, ...]]:
        """Give of each question asked: flags, claims and doubts decided and upheld, complaints, grades and changes."""
        found = {self.asked[one["question"]][0]: self._said(one, since, until) for one in self._asked(since, until)}
        return {ref: counted for ref, counted in found.items() if any(counted)}

    def _asked(self, since: date, until: date) -> list[Any]:
        return [one for one in self.rounds() if since.isoformat() <= one["day"] <= until.isoformat()]

    def _said(self, of: Any, since: date, until: date) -> tuple[int, ...]:
        ref = self.asked[of["question"]][0]
        same = [one for one in self._asked(since, until) if self.asked[one["question"]][0] == ref]
        numbers = {one["id"] for one in same}
        flags = [
            row["member"]
            for row in self.all("SELECT * FROM flags WHERE workspace = ? AND ref = ?", self.workspace, ref)
            if since.isoformat() <= row["at"][:10] <= until.isoformat()
        ]
        claims = [
            row
            for row in self.all("SELECT * FROM claims WHERE workspace = ?", self.workspace)
            if row["round_id"] in numbers
        ]
        bad = [
            row["member"]
            for one in same
            for row in self.all("SELECT * FROM feedback WHERE round_id = ?", one["id"])
            if not row["is_good"]
        ]
        of_points, doubts = ([row for row in claims if bool(row["point"]) is is_point] for is_point in (True, False))
        decided = [[row["accepted"] for row in rows if row["decided_at"]] for rows in (of_points, doubts)]
        complaining = {*flags, *bad, *(row["member"] for row in doubts)}
        counts = [number for rows in decided for number in (len(rows), sum(map(bool, rows)))]
        return (len(flags), *counts, len(complaining), *self._regrades(same))

    def _regrades(self, rounds: list[Any]) -> tuple[int, int]:
        graded = changed = 0
        for one in rounds:
            for row in self.answers(one["id"]):
                if self.effective[one["id"], row["member"]]["score"] is not None:
                    graded, changed = graded + 1, changed + self._is_changed(one["id"], row["member"])
        return graded, changed

    def _is_changed(self, round_id: int, member: str) -> bool:
        rows = self.all("SELECT * FROM grades WHERE round_id = ? ORDER BY id", round_id)
        last = {row["source"]: json.loads(row["judgement"])["score"] for row in rows if row["member"] == member}
        return last.get("auto") is not None and "reviewer" in last and last["reviewer"] != last["auto"]


def _in_order(log: dict[str, tuple[datetime, int]]) -> list[tuple[datetime, int]]:
    """Two series can ask the same at the same time: then the names of the rounds decide."""
    return [log[origin] for origin in sorted(log, key=lambda origin: (log[origin][0], origin))]


def _due(log: list[tuple[datetime, int]]) -> date:
    card = fsrs.Card(card_id=0)
    for at, rating in log:
        midnight = datetime.combine(at.astimezone(UTC).date(), time.min, UTC)
        card, _ = _FSRS.review_card(card, fsrs.Rating(rating), midnight)
    return card.due.date()


def _level(scores: list[float]) -> str:
    if len(scores) < 5:
        return "too early"
    mean = sum(round(score * 10**12) for score in scores) / 10**12 / len(scores)
    return "strong" if mean >= 0.8 else "solid" if mean >= 0.5 else "weak"
