"""Snapshots of questions: the same content is kept once."""

import sqlite3

from adapters.storage.sqlite.tables.codecs import QUESTION, content_hash
from bot.domain.question import Question


def keep_question(connection: sqlite3.Connection, question: Question) -> str:
    """Keep a question as it is now and give the hash of its content."""
    content = QUESTION.dump_json(question).decode()
    name = content_hash(content)
    connection.execute(
        "INSERT INTO questions (hash, ref, content, topic) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (name, question.ref, content, question.main_topic),
    )
    return name
