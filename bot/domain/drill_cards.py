"""What a private question shows, before and after it is answered."""

from bot.domain.cards import Action, Block, Card, Facts, Quote, Small
from bot.domain.drills import Drill
from bot.domain.question_cards import model_answer_blocks, question_body, question_title
from bot.domain.reveal_cards import finding_lines
from bot.domain.text import percent

_ONWARD = (Action("next", "Next"), Action("easier", "Easier"), Action("harder", "Harder"))


def drill_card(drill: Drill, topic: str = "") -> Card:
    """Ask a private question; the title names the topic it was asked for, or else its main one."""
    target = f"drill:{drill.id}"
    hint = (Action("hint", "Hint", target),) if drill.question.hint else ()
    show = Action("show", "Show answer", target)
    actions = (Action("answer", "Answer", target), *hint, show, *_ONWARD, _flag(drill))
    footer = Small("Only you see this. Take five minutes, then answer in your own words.")
    return Card(f"For you: {question_title(drill.question, topic)}", (*question_body(drill.question), footer), actions)


def drill_result_card(drill: Drill) -> Card:
    """Show what was found in the answer, and the model answer."""
    judgement = drill.judgement
    blocks: list[Block] = []
    if judgement is not None:
        blocks.append(Quote("Your answer", drill.answer))
        blocks.append(Facts((("Score", percent(judgement.score)),)))
        blocks += [*finding_lines(drill.question, judgement), Small(judgement.reason)]
    blocks += model_answer_blocks(drill.question)
    share = (Action("share", "Share", f"drill:{drill.id}"),) if judgement is not None else ()
    return Card(f"Answer: {question_title(drill.question)}", tuple(blocks), (*_ONWARD, *share, _flag(drill)))


def shared_drill_card(drill: Drill, name: str) -> Card:
    """Show others a private question and how a member answered it; without the model answer: others may want to try."""
    score = percent(drill.judgement.score if drill.judgement else None)
    blocks = (*question_body(drill.question), Quote(name, drill.answer), Facts((("Score", score),)))
    return Card(f"{name} practised: {question_title(drill.question)}", blocks)


def _flag(drill: Drill) -> Action:
    return Action("flag", "Flag", f"drill:{drill.id}")
