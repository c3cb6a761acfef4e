"""What the buttons of suggestions, answers to judge, flags and packs do, by what they are about."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.authoring import marking, packs, review, suggest
from bot.commands.request import Press, Reply
from bot.services.services import Services

OF_AUTHORING: Mapping[tuple[str, str], Callable[[Services, Press, int], Awaitable[Reply]]] = {
    ("round", "mark"): marking.mark,
    ("round", "choose"): marking.choose,
    ("round", "assess"): marking.go_on,
    ("round", "void"): marking.void_pressed,
    ("round", "unvoid"): marking.unvoid_pressed,
    ("pack", "use"): packs.use,
    ("pack", "discard"): packs.discard,
    ("suggestion", "look"): suggest.look,
    ("suggestion", "revise"): suggest.revise,
    ("suggestion", "points"): suggest.points,
    **{("suggestion", name): suggest.name for name in ("named", "unnamed")},
    ("suggestion", "withdraw"): suggest.withdraw,
    ("suggestion", "approve"): suggest.approve,
    ("suggestion", "reject"): suggest.reject,
    ("suggestion", "ask-next"): suggest.ask_next,
    ("suggestion", "later"): suggest.later,
    ("series", "review"): review.go_on,
    **{("series", name): review.decide_flags for name in ("flag-keep", "flag-retire")},
}
