"""What befalls a fake's callers, each time with a name of its own: so that all but some of it can be left out."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Occurrences:
    """What has befallen so far, in order."""

    #: What may befall; None: everything.
    only: frozenset[str] | None = None
    befell: list[str] = field(default_factory=list)
    _counted: Counter[str] = field(default_factory=Counter)

    def befalls(self, what: str) -> bool:
        """Say whether something that is due to befall does, such as the third "chat.postMessage: drop"."""
        self._counted[what] += 1
        name = f"{what} #{self._counted[what]}"
        if self.only is not None and name not in self.only:
            return False
        self.befell.append(name)
        return True
