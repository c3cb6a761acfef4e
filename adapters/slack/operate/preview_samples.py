"""What the preview of Slack shows beside the sample cards: the choices of the setup form, and a manager's Home tab."""

from adapters.slack.render.setup_form import SetupChoices
from bot.cards.question import question_title
from bot.cards.samples import CLOSES, SCHEDULE, SLOTS, ZONE
from bot.cards.wording import describe
from bot.domain.question import Question
from bot.domain.reporting import HomeFigures, ManagedSeries, OpenQuestion, OwnLine, TopicScore


def choices(question: Question) -> SetupChoices:
    """Give what the setup form offers."""
    packs = {question.pack: question.pack.upper(), "team": "Questions of our team"}
    return SetupChoices(packs, ("keypoints", "participation"), "C0001", ZONE)


#: To the cards of open questions, by round.
LINKS = {1: "https://example.slack.com/archives/C0001/p1"}


def home(question: Question) -> HomeFigures:
    """Give a manager's Home tab."""
    title = question_title(question)
    return HomeFigures(
        own=(OwnLine("daily", 7, 12, 18, 2, 1),),
        open_questions=(
            OpenQuestion(1, "daily", title, CLOSES, ZONE, "C0001", "1", is_answered=False),
            OpenQuestion(2, "security", "Security · foundation", CLOSES, ZONE, "C0002", None, is_answered=True),
        ),
        weak_topics=(TopicScore(question.topics[0], 0.34, 5), TopicScore("cost", 0.5, 2)),
        managed=(
            ManagedSeries(1, "daily", f"{describe(SCHEDULE)}.", ZONE, tuple(SLOTS[:3]), ""),
            ManagedSeries(2, "security", f"{describe(SCHEDULE)}.", ZONE, (), "the team is away"),
        ),
    )
