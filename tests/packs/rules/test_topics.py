from bot.packs.rules.topics import unused_topics
from tests.packs.rules.questions import QUESTION, loaded, reasons


def test_topic_unused() -> None:
    pack = loaded(QUESTION, topics=("databases", "edge"))

    assert reasons(unused_topics(pack)) == ["pack.yaml: topics[2]: “edge” is the topic of no question"]


def test_topics_used() -> None:
    assert reasons(unused_topics(loaded(QUESTION, topics=("databases",)))) == []
