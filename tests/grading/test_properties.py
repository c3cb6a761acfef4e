"""What must hold for every question of the shipped pack."""

import random
from functools import cache
from zlib import crc32

import pytest

from bot.domain.grading import Finding
from bot.domain.question import Question
from tests.content.shipped import shipped_pack
from tests.grading.graders import BOTH, grader

pytestmark = pytest.mark.repeats

OFF_TOPIC = " By the way, the canteen serves soup on Monday, and the lift is being repaired until Friday afternoon."

#: Questions of which the answer to an unrelated one meets a point by a word or two, such as “written” for “one writer”.
TOUCHED = {
    "lexical": {
        "acquired-firm-same-range",
        "all-at-once-at-three",
        "aurora-writes-from-second-region",
        "average-looks-fine",
        "back-after-four-hours",
        "bedrock-max-tokens-throttling",
        "churn-training-leak",
        "contractors-and-one-application",
        "converse-tool-use-order",
        "cut-over-night-in-a-jumble",
        "deploy-stops-at-passrole",
        "flat-at-twenty-percent",
        "four-hundred-eighty-endpoints",
        "full-use-half-covered",
        "gates-that-never-move",
        "gpus-waiting-for-small-files",
        "guardrail-supplier-mail",
        "half-of-the-orders",
        "kinesis-shard-stuck",
        "library-in-every-corner",
        "paris-and-nothing-else",
        "parking-map-late",
        "price-for-every-address",
        "queue-filled-by-strangers",
        "rds-postgres-slow-queries",
        "reading-works-saving-does-not",
        "redshift-serverless-migration",
        "scale-in-cuts-requests",
        "snapshots-public-again",
        "twenty-nine-old-snapshots",
        "two-billion-objects-one-question",
        "two-transfers-one-loan",
        "volumes-without-cost-center",
        "wiki-page-of-forty-steps",
        "working-again-at-eleven-forty",
    },
    "semantic": {
        "all-at-once-at-three",
        "cut-over-night-in-a-jumble",
        "rds-postgres-slow-queries",
        "twenty-nine-old-snapshots",
    },
}
#: Of which the first two points are made of words that mean the same in the order that was drawn, too.
IN_ANY_ORDER = {
    "lexical": [
        "bare-domain-refuses-cname",
        "certificate-not-in-the-list",
        "console-edit-drift",
        "exec-format-error",
        "first-deployment-in-stockholm",
        "flat-at-twenty-percent",
        "four-hundred-eighty-endpoints",
        "links-dead-before-lunch",
        "miners-in-sao-paulo",
        "photos-from-the-run",
        "pods-without-addresses",
        "roles-for-seven-clusters",
        "s3-client-side-encryption",
        "scale-in-cuts-requests",
        "scan-of-another-practice",
        "tagged-and-yet-untagged",
        "two-writers-one-index",
        "who-assumed-the-role",
    ],
    "semantic": ["tagged-and-yet-untagged"],
}
#: Of which a point alone is taken for words of the prompt, and no longer with other text around it.
RISEN = {
    "lexical": [
        "contract-chunks-context",
        "half-of-the-connections-hang",
        "key-pending-deletion",
        "kinesis-shard-stuck",
        "launched-and-gone",
        "six-lines-before-dawn",
    ],
    "semantic": ["cut-over-night-in-a-jumble", "half-of-the-connections-hang", "lambda-flash-sale-cost"],
}


@cache
def asked(name: str) -> tuple[Question, ...]:
    """Give all questions; for the slower grader a sixth, which stays the same whatever is added."""
    questions = shipped_pack().pack.questions
    return questions if name == "lexical" else tuple(q for q in questions if draw(q) % 6 == 4)


def draw(question: Question) -> int:
    return crc32(question.id.encode())


def score(name: str, question: Question, answer: str) -> float:
    return grader(name).grade(question, answer).score or 0.0


@pytest.mark.parametrize("name", BOTH)
def test_model_answer_scores_high(name: str) -> None:
    low = {q.id: found for q in asked(name) if (found := score(name, q, q.model_answer)) < 0.8}

    assert low == {}


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("answer", ["", "  \n", "🎉🎉", "I have no idea about this one, sorry."])
def test_nothing_said_scores_nothing(name: str, answer: str) -> None:
    assert [q.id for q in asked(name) if score(name, q, answer) > 0.1] == []


@pytest.mark.parametrize("name", BOTH)
def test_copied_question_scores_nothing(name: str) -> None:
    assert [q.id for q in asked(name) if score(name, q, q.prompt) > 0.1] == []


@pytest.mark.parametrize("name", BOTH)
def test_answer_to_an_unrelated_question_scores_nothing(name: str) -> None:
    everything = shipped_pack().pack.questions
    pairs = [(q, next(o for o in reversed(everything) if not set(o.topics) & set(q.topics))) for q in asked(name)]

    found = {q.id: round(high, 2) for q, other in pairs if (high := score(name, q, other.model_answer)) > 0.15}
    # What a grader gets wrong is listed, so that a change for the better is seen, too.
    assert (set(found), max(found.values()) < 0.6) == (TOUCHED[name], True), found


@pytest.mark.parametrize("name", BOTH)
def test_contrary_statement_scores_little(name: str) -> None:
    contraries = [(q, point.contrary[0]) for q in asked(name) for point in q.key_points if point.contrary]

    assert [contrary for q, contrary in contraries if score(name, q, contrary) > 0.3] == []


@pytest.mark.parametrize("name", BOTH)
def test_shuffled_words_score_below_their_sentence(name: str) -> None:
    no_lower = []
    for question in asked(name):
        rng = random.Random(question.id)
        text = " ".join(point.text for point in question.key_points[:2])
        words = text.split()
        if score(name, question, " ".join(rng.sample(words, len(words)))) >= score(name, question, text):
            no_lower.append(question.id)

    assert no_lower == IN_ANY_ORDER[name]


@pytest.mark.parametrize("name", BOTH)
def test_off_topic_text_raises_little(name: str) -> None:
    texts = [(q, q.key_points[0].text) for q in asked(name)]

    risen = [q.id for q, text in texts if score(name, q, text + OFF_TOPIC) > score(name, q, text) + 0.05]

    assert risen == RISEN[name]


@pytest.mark.parametrize("name", BOTH)
def test_each_covered_point_more_never_lowers(name: str) -> None:
    for question in asked(name)[:20]:
        texts = [point.text for point in question.key_points]

        scores = [score(name, question, "\n".join(texts[: number + 1])) for number in range(len(texts))]

        assert scores == sorted(scores), question.id


@pytest.mark.parametrize("name", BOTH)
def test_same_input_gives_the_same_judgement(name: str) -> None:
    question = asked(name)[0]

    first = grader(name).grade(question, question.key_points[0].text)
    grader(name).grade(question, question.model_answer)

    assert grader(name).grade(question, question.key_points[0].text) == first


@pytest.mark.parametrize("name", BOTH)
def test_every_finding_quotes_the_answer(name: str) -> None:
    question = asked(name)[0]
    answer = "\n".join(point.text for point in question.key_points)

    findings = grader(name).grade(question, answer).findings

    assert [found.finding for found in findings] == [Finding.COVERED] * len(findings)
    assert all(found.evidence in answer for found in findings)


@pytest.mark.parametrize("name", BOTH)
def test_right_answer_behind_long_text_is_found(name: str) -> None:
    question = asked(name)[0]
    padding = "Nothing of this is to the point at all. " * 300
    answer = "\n".join(point.text for point in question.key_points)

    judged = grader(name).grade(question, padding + answer)

    assert [found.finding for found in judged.findings] == [Finding.COVERED] * len(judged.findings)
