"""What was found, line by line."""

import sys
from dataclasses import dataclass


@dataclass
class Report:
    """Prints what was found, and counts what is not as it should be."""

    failures: int = 0
    warnings: int = 0

    def say(self, what: str, text: str) -> None:
        """Print what is as it should be."""
        sys.stdout.write(f"{what:<10} {text}\n")

    def warn(self, what: str, text: str) -> None:
        """Print what somebody should look at."""
        self.warnings += 1
        self.say(what, f"WARNING: {text}")

    def fail(self, what: str, text: str) -> None:
        """Print what does not work."""
        self.failures += 1
        self.say(what, f"FAILED: {text}")
