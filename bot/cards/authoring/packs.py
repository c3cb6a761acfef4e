"""What is said of packs that managers send as files."""

from collections.abc import Sequence

from bot.cards.question import question_title
from bot.domain.authoring.suggestion import Offer
from bot.domain.card import Action, Block, Card, Facts, Heading, Quote, Small, Text
from bot.domain.question import Question
from bot.domain.series import Series
from bot.domain.target import Target
from bot.domain.text import count, first_words, plain

_SAMPLES = 3
_SAMPLE_WORDS = 60
_MOST_PROBLEMS = 8
_MOST_SERIES = 3


def no_pack_card(name: str, problems: Sequence[str]) -> Card:
    """Say why nothing of a file can be used."""
    return Card("Nothing of this can be asked", (Text(f"**{plain(name)}** was not kept."), *_problems(problems)))


def offered_card(offer: Offer, problems: Sequence[str], series: Sequence[Series], *, new: int, changed: int) -> Card:
    """Show a pack that was sent, with what is wrong with it and how its first questions look."""
    pack = offer.pack
    facts = (
        ("Pack", f"{pack.name} {pack.version}"),
        ("Questions", str(len(pack.questions))),
        ("New", str(new)),
        ("Changed", str(changed)),
        ("Licence", pack.licence),
        ("Language", pack.language),
    )
    samples = [Heading("As they would be asked"), *(_sample(one) for one in pack.questions[:_SAMPLES])]
    nothing = (Text("All of it is here already, as it is."),) if not (new or changed) else ()
    uses = [Action("use", f"Use in {one.name}", str(Target("pack", offer.id, 1, str(one.id)))) for one in series]
    discard = Action("discard", "Discard", str(Target("pack", offer.id)))
    blocks = (Facts(facts), *nothing, *_problems(problems), *samples)
    return Card(f"A pack: {pack.title}", blocks, (*uses[:_MOST_SERIES], discard), menu=tuple(uses[_MOST_SERIES:]))


def _sample(question: Question) -> Quote:
    choices = "".join(f"\n- {one.text}" for one in question.choices)
    return Quote(question_title(question), first_words(question.prompt, _SAMPLE_WORDS) + choices)


def _problems(problems: Sequence[str]) -> tuple[Block, ...]:
    if not problems:
        return ()
    shown = tuple(Small(one) for one in problems[:_MOST_PROBLEMS])
    more = len(problems) - len(shown)
    rest = (Small(f"And {more} more."),) if more else ()
    return (Heading(f"Left out, or to be put right: {count(len(problems), 'problem')}"), *shown, *rest)


def used_card(offer: Offer, series: Series, *, new: int, changed: int) -> Card:
    """Say what came of a pack that is used now."""
    said = f"{count(new, 'question')} added, {changed} changed."
    asks = f"**{plain(series.name)}** asks from **{plain(offer.pack.name)}** from now on."
    return Card("The pack is in use", (Text(f"{asks} {said}"),))
