"""Snapshots of questions: the same content is kept once."""

from adapters.storage.tables.codecs import QUESTION, content_hash
from adapters.storage.tables.connection import Connection
from bot.domain.question import Question


def keep_question(connection: Connection, question: Question) -> str:
    """Keep a question as it is now and give the hash of its content."""
    content = QUESTION.dump_json(question).decode()
    name = content_hash(content)
    connection.execute(
        "INSERT INTO questions (hash, ref, content, topic) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (name, question.ref, content, question.main_topic),
    )
    return name
