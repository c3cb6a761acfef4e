"""Every error Askaday raises on purpose, and nothing else.

    AskadayError
    ├── ConfigError       settings that cannot be used, all of them together
    ├── PackError         a pack or an import that cannot be used, all its problems together
    ├── InputError        a command or value that is not understood
    │   └── FormError     … several fields of a form, each with its own sentence
    ├── RefusedError      a command that is understood, and not possible now
    │   ├── RightsError   … because of who asked
    │   │   ├── NotSetUpError  … who may not set a series up in that channel
    │   │   └── NotSignedInError  … who is not known to the pages
    │   └── TransitionError  … because of the state a round is in
    ├── StoreError        the database cannot be read or written
    ├── ModelError        the grading model cannot be had, or not be kept
    ├── LlmError          a language model did not judge an answer, or not as it should
    └── DeliveryError     a platform did not take a message

The class docstring is the sentence a user reads where no better one is given; `hint` says what to do about it. A
message is plain text, since it may repeat what was typed; a hint is Markdown: commands stand in backticks in it.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from socket import gaierror
from typing import Self


class AskadayError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None, *, hint: str = "") -> None:
        self.message = message or (self.__doc__ or "").strip()
        self.hint = hint
        #: Its words name the commands as they are called where it is shown (`bot.cards.naming`).
        self.is_named = False
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    @property
    def plain_text(self) -> str:
        """Give both for where no Markdown is read, such as a field of a form."""
        return str(self).replace("`", "")


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """One setting that cannot be used."""

    #: The environment variable, as in `.env.example`.
    variable: str
    #: What was found; secrets are already masked.
    saw: str
    reason: str
    #: A value that would be accepted; empty where a file as a whole is meant.
    example: str

    def __str__(self) -> str:
        example = f"; for example {self.variable}={self.example}" if self.example else ""
        return f"{self.variable}: {self.reason} (saw {self.saw}{example})"


class ConfigError(AskadayError):
    """Some settings cannot be used."""

    def __init__(self, problems: Sequence[SettingProblem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{self.__doc__}\n{lines}")


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing that is wrong in a pack, an import file or an export target."""

    #: The file as the user named it.
    file: str
    #: 1-based line, or None where the file as a whole is meant.
    line: int | None
    reason: str
    #: How many findings it tells of: more than one where a rule has found too much to print it all.
    stands_for: int = 1

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.reason}"


class PackError(AskadayError):
    """The pack cannot be used."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems]
        super().__init__(lines[0] if len(lines) == 1 else "\n  ".join([f"{len(lines)} problems:", *lines]))


class InputError(AskadayError):
    """This was not understood."""


class FormError(InputError):
    """Some fields were not understood."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        #: What is wrong, by field.
        self.fields = dict(fields)
        super().__init__("\n".join(f"{field}: {reason}" for field, reason in self.fields.items()))


class RefusedError(AskadayError):
    """This is not possible now."""


class RightsError(RefusedError):
    """You may not do this."""


class NotSetUpError(RightsError):
    """Only administrators of this workspace may set up a series."""

    def __init__(self, channel: str) -> None:
        super().__init__()
        #: The channel, by its id; empty: none was meant.
        self.channel = channel
        #: There are others who may, and a channel that they can be asked for.
        self.can_ask = False

    def explain(self, message: str, *, can_ask: bool) -> None:
        """Say who may, and whether they can be asked."""
        self.message, self.can_ask = message, can_ask


class NotSignedInError(RightsError):
    """You are not signed in."""


class TransitionError(RefusedError):
    """The round cannot do this in the state it is in."""


class StoreError(AskadayError):
    """The database cannot be read or written."""


class ModelError(AskadayError):
    """The grading model cannot be installed."""


class LlmError(AskadayError):
    """The language model did not judge."""

    def __init__(self, message: str | None = None, *, is_outage: bool = False) -> None:
        super().__init__(message)
        #: True: the next answer would fare no better. False: it was this reply, or the day's calls are spent.
        self.is_outage = is_outage


class Scope(StrEnum):
    """What a refusal is about, and with it what else would be refused for the same cause."""

    MESSAGE = "message"  # this message alone: what it shows, whom it is for, what it replaces
    THREAD = "thread"  # the thread is gone, locked or closed to the bot
    CHANNEL = "channel"  # the channel is gone, archived or closed to the bot
    WORKSPACE = "workspace"  # the bot is out of the workspace, or its token is worth nothing
    MISTAKE = "mistake"  # the platform was never asked: Askaday itself failed


class DeliveryError(AskadayError):
    """The platform did not take the message."""

    def __init__(
        self,
        message: str | None = None,
        *,
        permanent: bool,
        retry_after: float | None = None,
        scope: Scope = Scope.CHANNEL,
    ) -> None:
        super().__init__(message)
        #: True: it will not work as things are (channel gone, token revoked). False: try again.
        self.permanent = permanent
        #: What has to change before it can work; only of what is permanent.
        self.scope = scope
        #: Seconds the platform asked to wait, or None.
        self.retry_after = retry_after

    @classmethod
    def unanswered(cls, platform: str, error: BaseException) -> Self:
        """Say that a platform gave no answer; what was asked of it may have been done."""
        if isinstance(error, TimeoutError):
            return cls(f"{platform} did not answer in time.", permanent=False)
        cause = _first_cause(error)
        if isinstance(cause, gaierror):
            return cls(f"{platform} cannot be reached: its address is not found from here.", permanent=False)
        if isinstance(cause, OSError) and cause.errno:
            return cls(f"{platform} cannot be reached: {os.strerror(cause.errno)}.", permanent=False)
        return cls(f"{platform} did not answer ({type(error).__name__}).", permanent=False)

    @property
    def again(self) -> str:
        """Say to who asked for something whether to try it again."""
        if self.permanent:
            return "Trying again does not help before that is put right."
        wait = ceil(self.retry_after or 0)
        return f"Try again in {wait} seconds." if wait > 1 else "Try again in a moment."

    @property
    def plain_text(self) -> str:
        """Give it for where no Markdown is read, with that."""
        return f"{super().plain_text} {self.again}"


def _first_cause(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error
