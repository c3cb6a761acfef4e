"""Packs that belong to one workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from adapters.storage.tables.codecs import QUESTION, instant_text, read_instant, read_record
from adapters.storage.tables.connection import Connection
from bot.domain.authoring.suggestion import Offer
from bot.domain.question import Pack, Question

_PACK = TypeAdapter(Pack)
#: So many packs are held as they were read: rules work things out once for each object.
_MOST_HELD = 200


class SqlOwnPacks:
    """Fulfils `OwnPacksTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: By workspace and name, with the rows they were made of: what was undone since is read anew.
        self._held: dict[tuple[str, str], tuple[tuple[str, ...], Pack]] = {}

    def packs(self, workspace: str) -> Sequence[Pack]:
        """Give a workspace's packs that have questions, by name; the same object as long as nothing changes."""
        manifests = self._connection.execute(
            "SELECT name, manifest FROM own_packs WHERE workspace = ? ORDER BY name", (workspace,)
        ).fetchall()
        if not manifests:
            return ()
        contents: dict[str, list[str]] = {}
        rows = self._connection.execute(
            "SELECT pack, content FROM own_questions WHERE workspace = ? ORDER BY pack, id", (workspace,)
        )
        for row in rows:
            contents.setdefault(row["pack"], []).append(row["content"])
        return [
            self._read(workspace, row["name"], (row["manifest"], *contents[row["name"]]))
            for row in manifests
            if row["name"] in contents
        ]

    def _read(self, workspace: str, name: str, rows: tuple[str, ...]) -> Pack:
        held = self._held.pop((workspace, name), None)
        if held is None or held[0] != rows:
            manifest, *contents = rows
            questions = tuple(read_record(QUESTION, content) for content in contents)
            held = (rows, replace(read_record(_PACK, manifest), questions=questions))
        self._held[workspace, name] = held
        while len(self._held) > _MOST_HELD:
            self._held.pop(next(iter(self._held)))
        return held[1]

    def approved(self, workspace: str) -> str:
        """Give the name of the pack that takes approved suggestions; empty: there is none yet."""
        row = self._connection.execute(
            "SELECT name FROM own_packs WHERE workspace = ? AND takes_approved = 1", (workspace,)
        ).fetchone()
        return "" if row is None else str(row["name"])

    def keep_manifest(self, workspace: str, pack: Pack, at: datetime, *, takes_approved: bool = False) -> None:
        """Write what a pack is, in the place of what was there; its questions stay as they are."""
        manifest = _PACK.dump_json(replace(pack, questions=())).decode()
        self._connection.execute(
            """
            INSERT INTO own_packs (workspace, name, manifest, takes_approved, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (workspace, name) DO UPDATE SET manifest = excluded.manifest, at = excluded.at
            """,
            (workspace, pack.name, manifest, takes_approved, instant_text(at)),
        )

    def keep(self, workspace: str, question: Question, at: datetime, *, member: str = "") -> None:
        """Write a question of one of the packs; who is credited (empty: nobody new) stays with it."""
        self._connection.execute(
            """
            INSERT INTO own_questions (workspace, pack, id, content, member, at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, pack, id) DO UPDATE SET content = excluded.content, at = excluded.at
            """,
            (workspace, question.pack, question.id, QUESTION.dump_json(question).decode(), member, instant_text(at)),
        )

    def drop(self, workspace: str, question: Question) -> None:
        """Take a question out; rounds that asked it keep its text."""
        self._connection.execute(
            "DELETE FROM own_questions WHERE workspace = ? AND pack = ? AND id = ?",
            (workspace, question.pack, question.id),
        )

    def offer(self, offer: Offer) -> Offer:
        """Keep a pack that was sent, in the place of one that the member sent before; give it with its id."""
        self.discard(offer.workspace, offer.member)
        [offer_id] = self._connection.execute(
            "INSERT INTO sent_packs (workspace, member, pack, at) VALUES (?, ?, ?, ?) RETURNING id",
            (offer.workspace, offer.member, _PACK.dump_json(offer.pack).decode(), instant_text(offer.at)),
        ).fetchone()
        return replace(offer, id=offer_id)

    def offered(self, offer_id: int) -> Offer | None:
        """Give a pack that was sent; None: another one took its place."""
        row = self._connection.execute("SELECT * FROM sent_packs WHERE id = ?", (offer_id,)).fetchone()
        if row is None:
            return None
        pack, at = read_record(_PACK, row["pack"]), read_instant(row["at"])
        return Offer(row["id"], row["workspace"], row["member"], pack, at)

    def discard(self, workspace: str, member: str) -> None:
        """Let go what a member sent: it was decided."""
        self._connection.execute("DELETE FROM sent_packs WHERE workspace = ? AND member = ?", (workspace, member))

    def discard_older(self, limit: datetime) -> None:
        """Let go what was sent before the instant, in all workspaces."""
        self._connection.execute("DELETE FROM sent_packs WHERE at < ?", (instant_text(limit),))

    def credit(self, workspace: str, ref: str, member: str) -> bool:
        """Name who is credited for a question (empty: nobody); False: there is no such question."""
        pack, _, name = ref.partition("/")
        cursor = self._connection.execute(
            "UPDATE own_questions SET member = ? WHERE workspace = ? AND pack = ? AND id = ?",
            (member, workspace, pack, name),
        )
        return cursor.rowcount > 0

    def credits(self, workspace: str) -> Mapping[str, str]:
        """Give who is credited, by the question's `pack/id`; questions that name nobody are left out."""
        rows = self._connection.execute(
            "SELECT pack, id, member FROM own_questions WHERE workspace = ? AND member <> ''", (workspace,)
        )
        return {f"{row['pack']}/{row['id']}": row["member"] for row in rows}
