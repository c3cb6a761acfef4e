"""The shortcuts in the menu of a message, as the manifest declares them and listeners hear of them."""

from collections.abc import Mapping

from adapters.slack.render.buttons import PREFIX

BEST, FLAG, SUGGEST = f"{PREFIX}:best", f"{PREFIX}:flag", f"{PREFIX}:suggest"
#: By callback id: what the menu says, and what an administrator reads.
SHORTCUTS: Mapping[str, tuple[str, str]] = {
    BEST: ("Best answer", "Choose this answer as the best one (reviewers)"),
    FLAG: ("Flag", "Say that this question is wrong"),
    SUGGEST: ("Suggest as question", "Make this message, or its thread, a question of the day"),
}
