"""A draft's choices, model answer and wordings, from all the ways in which banks say what is right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.packs.importing.drafts import Option
from bot.packs.importing.forms.hypertext import as_markdown
from bot.packs.importing.options import inline_options, is_true, options_of, right_by_key, split_lines
from bot.packs.importing.pages.blocks import markdown

#: More cannot be shown: choices have the letters from A to H.
MOST_OPTIONS: Final = 8
#: What a complete record of Askaday's own holds: its texts are taken as they are.
_OWN: Final = frozenset({"id", "prompt", "model_answer", "level", "topics", "verified", "review_by"})
_BARE = re.compile(r"[\W_]{0,9}(?:[A-Za-z]|\d{1,12}(?:[.,]\d{1,12})?)[\W_]{0,9}")
_KEY = re.compile(
    r"\W{0,4}(?:option|answer|choice)?\s{0,3}\(?([A-Ja-j](?:(?:\s?,\s?|\s?&\s?|\s+and\s+)[A-Ja-j]){0,9})\)?\W{0,3}(?:[.):]\W{0,3}|\s[-\u2013]\s|\n|$)"
)
_KEY_LINES: Final = 3
_TRUTH: Final = {"true": True, "false": False, "wahr": True, "falsch": False, "vrai": True, "faux": False}


@dataclass(slots=True)
class Settled:
    """What a draft says, by fields of a question record."""

    fields: dict[str, Any]
    #: Path and reason.
    problems: list[tuple[tuple[str | int, ...], str]] = field(default_factory=list)


def settle(named: Mapping[str, Any], *, first: int = 1) -> Settled:
    """Work out a draft by fields; `first` is the number of the first option where a key is a number."""
    given = {name: value for name, value in named.items() if value not in (None, "", [], ())}
    if set(given) >= _OWN:
        return Settled(given)
    _unfold(given)
    settled = Settled({})
    explanation = _text(given.pop("explanation", ""))
    options, key = _options(given)
    prompt = _text(given.get("prompt", ""), titles=False)
    answer = given.get("model_answer")
    if not options and (key is not None or _may_be_key(answer)):
        prompt, options = _within(prompt)
    if not options and isinstance(truth := _truth(key if key is not None else answer), bool):
        options, key, answer = [Option("True", truth), Option("False", not truth)], None, None
    if options:
        key, answer, explanation = _keyed(options, key, answer, explanation, first)
        if (right := _right(settled, options, key, first)) is not None:
            _choose(settled, options, right, explanation, [answer] if key is not None else [])
    else:
        _answer(settled, key if answer is None else answer, explanation, given)
    for name in ("options", "correct", "incorrect", "answers", "wordings", "choices", "model_answer", "prompt"):
        if name in given and not (name == "choices" and _is_own(given[name])):
            del given[name]
    settled.fields = {**given, **({"prompt": prompt} if prompt else {}), **settled.fields}
    return settled


def _unfold(given: dict[str, Any]) -> None:
    """Take a question that is an object by itself apart: its text, and what stands beside it."""
    inner = given.get("prompt")
    if isinstance(inner, Mapping):
        small = {str(name).casefold(): value for name, value in inner.items()}
        given["prompt"] = next(
            (small[name] for name in ("text", "stem", "html", "prompt", "question") if small.get(name)), ""
        )
        for name in ("choices", "options"):
            if small.get(name):
                given.setdefault("options", small[name])


def _options(given: dict[str, Any]) -> tuple[list[Option], Any]:
    """Give the options and what says which are right: None where they are marked or nothing says it."""
    key = given.get("correct")
    numbered = sorted((int(name[7:]), value) for name, value in given.items() if name.startswith("option:"))
    for number, _ in numbered:
        del given[f"option:{number}"]
    if numbered:
        by_place = dict(numbered)
        return options_of([by_place.get(place, "") for place in range(1, numbered[-1][0] + 1)]), key
    if "choices" in given and not _is_own(given["choices"]):
        given.setdefault("options", given.pop("choices"))
    if "options" in given:
        return options_of(given["options"]), key
    answers = options_of(given.get("answers", ()))
    if answers and (key is not None or any(one.right is not None for one in answers)):
        return answers, key
    if "incorrect" in given:
        said = key if key is not None else given.get("model_answer")
        right = [Option(_text(one), True) for one in _many(said)] if said is not None else []
        wrong = [replace(one, right=False) for one in options_of(_many(given["incorrect"]))]
        return [*right, *wrong], None
    return [], key


def _keyed(options: Sequence[Option], key: Any, answer: Any, explanation: str, first: int) -> tuple[Any, Any, str]:
    """Find the key where it stands in the answer, and what of the answer explains it."""
    if key is not None or any(one.right for one in options) or answer is None:
        return key, answer, explanation
    if right_by_key(options, answer, first=first):
        return answer, None, explanation
    text = _text(answer)
    found = _KEY.match(text)
    head, _, rest = text.partition("\n")
    if not right_by_key(options, head, first=first):
        if not found or not right_by_key(options, found[1]):
            return answer, None, explanation
        head, rest = found[1], text[found.end() :]
    right = right_by_key(options, head, first=first) or ()
    texts = {" ".join(one.text.split()) for one, is_right in zip(options, right, strict=False) if is_right}
    begin, _, behind = rest.strip().partition("\n")
    said = _said([" ".join(one.text.split()) for one, is_right in zip(options, right, strict=False) if is_right])
    rest = rest.strip().removeprefix(said) if rest.strip().startswith(f"{said}\n") or rest.strip() == said else rest
    rest = behind if begin.strip(" .*") in texts else rest
    return head, None, "\n\n".join(filter(None, [rest.strip(), explanation]))


def _right(settled: Settled, options: Sequence[Option], key: Any, first: int) -> Sequence[bool] | None:
    """Say of each option whether it is right; None: nothing says it, which is a problem."""
    right = right_by_key(options, key, first=first) if key is not None else [bool(one.right) for one in options]
    if right is None:
        settled.problems.append((("choices",), f"the right answer “{_excerpt(key)}” is none of the options"))
    elif not any(right):
        settled.problems.append((("choices",), "no option is marked as right"))
        return None
    return right


def _choose(
    settled: Settled, options: Sequence[Option], right: Sequence[bool], explanation: str, more: Sequence[Any]
) -> None:
    pairs = zip(options, right, strict=True)
    chosen = [replace(one, text=_line(one.text), why=_line(one.why), right=is_right) for one, is_right in pairs]
    if any(one.right and not one.text for one in chosen):
        settled.problems.append((("choices",), "the right option is empty"))
        return
    chosen = [one for one in chosen if one.text]
    if len(chosen) > MOST_OPTIONS:
        settled.problems.append((("choices",), f"has {len(chosen)} options; {MOST_OPTIONS} can be shown"))
    correct = [one for one in chosen if one.right]
    if explanation and not any(one.why for one in correct):
        chosen[chosen.index(correct[0])] = replace(correct[0], why=_line(explanation))
    whys = [one.why for one in correct if one.why and one.why != _line(explanation)]
    settled.fields["choices"] = [_choice(one) for one in chosen]
    behind = [_text(one) for one in more if one is not None]
    settled.fields["model_answer"] = "\n\n".join(
        filter(None, [_said([one.text for one in correct]), *whys, explanation, *behind])
    )


def _answer(settled: Settled, answer: Any, explanation: str, given: Mapping[str, Any]) -> None:
    # A tuple is the lines of one answer.
    first = [answer] if isinstance(answer, tuple) else [] if answer is None else _many(answer)
    more = [one for name in ("answers", "wordings") for one in _many(given.get(name, ()))]
    answers = list(dict.fromkeys(filter(None, (_text(one).strip() for one in (*first, *more)))))
    if not answers:
        return
    if _BARE.fullmatch(answers[0]) and not explanation:
        settled.problems.append(
            (("model_answer",), f"is “{answers[0]}” alone, which nobody learns from; are its options missing?")
        )
    settled.fields["model_answer"] = "\n\n".join(filter(None, [answers[0], explanation]))
    if len(answers) > 1 and "key_points" not in given:
        settled.fields["key_points"] = [{"text": _line(answers[0]), "alt": [*dict.fromkeys(map(_line, answers[1:]))]}]


def _within(prompt: str) -> tuple[str, list[Option]]:
    """Find options that stand in the prompt itself."""
    before, options, behind = split_lines(prompt.split("\n"))
    if len(options) > 1:
        return "\n".join([*before, *behind]).strip(), options
    stem, found = inline_options(prompt)
    return stem, list(found)


def _may_be_key(answer: Any) -> bool:
    # A key stands at the beginning: the other lines of a long answer need not be written out for it.
    begin = answer[:_KEY_LINES] if isinstance(answer, tuple) else answer
    return isinstance(begin, (str, int, tuple, list)) and bool(_KEY.match(_text(begin)))


def _truth(said: Any) -> bool | None:
    if isinstance(said, bool):
        return said
    text = str(said).strip().strip(".*").casefold()
    return is_true(text) if text in ("true", "false") else _TRUTH.get(text)


def _said(texts: Sequence[str]) -> str:
    """Say what is right: a text, or a list of them; a lone letter or number within a sentence."""
    if len(texts) > 1:
        return "\n".join(f"- {text}" for text in texts)
    return f"The answer is {texts[0]}." if _BARE.fullmatch(texts[0]) else texts[0]


def _choice(option: Option) -> dict[str, Any]:
    entries: dict[str, Any] = {"text": option.text}
    if option.right:
        entries["right"] = True
    return {**entries, "why": option.why} if option.why else entries


def _is_own(choices: Any) -> bool:
    """Say whether choices are as Askaday's own records have them."""
    return (
        isinstance(choices, (list, tuple))
        and all(isinstance(one, Mapping) and set(one) <= {"text", "right", "why"} and "text" in one for one in choices)
        and any("right" in one for one in choices)
    )


def _text(value: Any, *, titles: bool = True) -> str:
    if isinstance(value, tuple):
        return markdown(value, titles=titles)
    if isinstance(value, Mapping):
        return _text(next((value[name] for name in ("text", "html", "value", "answer") if value.get(name)), ""))
    if isinstance(value, list):
        return "\n\n".join(_text(one) for one in value)
    return as_markdown(value).strip("\n") if isinstance(value, str) else "" if value is None else str(value)


def _line(text: str) -> str:
    return " ".join(as_markdown(text).split())


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _excerpt(value: Any) -> str:
    text = " ".join(_text(value).split())
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - a line has room for so much
