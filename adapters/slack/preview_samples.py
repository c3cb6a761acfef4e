"""What the preview of Slack shows beside the sample cards: the choices of the setup form, and a manager's Home tab."""

from adapters.slack.home import HomePage, ManagedSeries, OpenQuestion, OwnLine, WeakTopic
from adapters.slack.setup_form import SetupChoices
from bot.domain.question import Question
from bot.domain.question_cards import question_title
from bot.domain.samples import CLOSES, SCHEDULE, SLOTS, ZONE
from bot.domain.wording import describe


def choices(question: Question) -> SetupChoices:
    """Give what the setup form offers."""
    packs = {question.pack: question.pack.upper(), "team": "Questions of our team"}
    return SetupChoices(packs, ("keypoints", "participation"), "C0001", ZONE)


def home(question: Question) -> HomePage:
    """Give a manager's Home tab."""
    return HomePage(
        own=(OwnLine("daily", 7, 12, 186, 2),),
        open_questions=(
            OpenQuestion(
                "daily", question_title(question), CLOSES, ZONE, "https://example.slack.com/archives/C0001/p1"
            ),
            OpenQuestion("security", "Security · foundation", CLOSES, ZONE, is_answered=True),
        ),
        weak_topics=(WeakTopic(question.topics[0], 0.34, 5), WeakTopic("cost", 0.5, 2)),
        managed=(
            ManagedSeries(1, "daily", f"{describe(SCHEDULE)}.", ZONE, SLOTS),
            ManagedSeries(2, "security", f"{describe(SCHEDULE)}.", ZONE, (), "the team is away"),
        ),
    )
