"""Learn the weights of `bot/domain/judging/word_order.py`: `python -m benchmarks.grading.word_order`.

Logistic regression over pairs of neighbours, on answers of SAF (MIT) and texts of the shipped pack as they stand,
against lists and shuffles of the same words. Prints, for questions left out of the fit, how many are flagged.
"""

import random
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.grading.development_data import data_folder, saf
from bot.domain.judging.word_order import disorder, kinds_of, pairs_of
from bot.domain.judging.word_order_weights import KINDS
from bot.packs.folder import read_pack

_TARGET = Path("bot/domain/judging/word_order_weights.py")
_CONTENT = Path("content/aws")
_SPRINKLES = tuple(
    "the a of in on to for and is are it that with by as be this or not can".split()  # noqa: SIM905 - words read best as words
)
_SEPARATORS = (", ", " ", "\n", "; ", " - ")
_PENALTY = 0.01
_FOLDS = 5
_WORD = re.compile(r"[^\W_]+(?:['’.\-/:][^\W_]+)*")  # noqa: RUF001 - as phones write it

#: A question, "honest" or the kind of attack, and the text.
Sample = tuple[str, str, str]


def samples(folder: Path, rng: random.Random) -> Iterator[Sample]:
    """Give texts as they were written, and spoilt."""
    written = [(one.question, one.answer) for one in saf(folder)]
    written += list(dict.fromkeys((one.question, one.reference) for one in saf(folder))) * 4
    for question in read_pack(_CONTENT).pack.questions:
        written.append((question.id, question.model_answer))
        for point in question.key_points:
            written += [(question.id, wording) for wording in (point.text, *point.alt, *point.contrary)]
        terse = [wording for point in question.key_points for wording in point.alt]
        written += [(question.id, "; ".join(terse[:4])), (question.id, "\n".join(f"- {one}" for one in terse[:4]))]
    for name, text in written:
        yield name, "honest", text
        yield from ((name, kind, spoilt) for kind, spoilt in spoil(text, rng))


def spoil(text: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Give a text's words as a list, as a list with function words strewn in, and shuffled with its punctuation."""
    content = [word for word in dict.fromkeys(_WORD.findall(text)) if kinds_of(word) in (("content",), ("number",))]
    chosen = rng.sample(content, min(len(content), rng.randint(6, 30)))
    yield "list", rng.choice(_SEPARATORS).join(chosen)
    strewn = (f"{word} {rng.choice(_SPRINKLES)}" if rng.random() < 0.4 else word for word in chosen)
    yield "sprinkled", rng.choice((" ", " ", ", ")).join(strewn)
    words = text.split()
    yield "shuffled", " ".join(rng.sample(words, len(words)))


def fit(texts: Sequence[str], spoilt: Sequence[bool]) -> tuple[np.ndarray, float]:
    """Fit weights (by kind before and after) and the bias, by Newton's method."""
    rows = np.array([_features(text) for text in texts])
    rows, wanted = np.hstack([rows, np.ones((len(rows), 1))]), np.array(spoilt, float)
    # As much weight on what was written as on what was spoilt.
    weights = np.where(wanted == 1, 0.5 / wanted.mean(), 0.5 / (1 - wanted.mean()))
    found = np.zeros(rows.shape[1])
    for _ in range(12):
        guess = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weights * (guess - wanted)) + _PENALTY * found
        bend = (rows * (weights * guess * (1 - guess))[:, None]).T @ rows + _PENALTY * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    return found[:-1].reshape(len(KINDS), len(KINDS)), float(found[-1])


def _features(text: str) -> np.ndarray:
    row = np.zeros((len(KINDS), len(KINDS)))
    for (before, after), share in pairs_of(kinds_of(text)).items():
        row[KINDS.index(before), KINDS.index(after)] = share
    return row.ravel()


def _left_out(known: Sequence[Sample]) -> Iterator[tuple[Sample, float]]:
    """Give the log-odds of each sample by a fit on the questions of other folds."""
    folds = {name: number % _FOLDS for number, name in enumerate(sorted({name for name, _, _ in known}))}
    for fold in range(_FOLDS):
        others = [sample for sample in known if folds[sample[0]] != fold]
        weights, bias = fit([text for *_, text in others], [kind != "honest" for _, kind, _ in others])
        for sample in known:
            if folds[sample[0]] == fold and disorder(sample[2]) is not None:
                yield sample, float(_features(sample[2]) @ weights.ravel() + bias)


def main() -> None:
    """Learn, report, write."""
    folder = data_folder()
    if folder is None:
        sys.exit("The development data is not at hand; TEST_DOCUMENTS names its folder.")
    known = [sample for sample in samples(folder, random.Random(20261121)) if disorder(sample[2]) is not None]
    scored = sorted(_left_out(known), key=lambda pair: pair[0][1])
    honest = [odds for (_, kind, _), odds in scored if kind == "honest"]
    for quantile in (0.98, 0.99, 0.995):
        threshold = float(np.quantile(honest, quantile))
        shares = {
            kind: np.mean([odds > threshold for _, odds in group])
            for kind, group in groupby(scored, key=lambda pair: pair[0][1])
        }
        print(f"above {threshold:.2f}:", {kind: f"{share:.3f}" for kind, share in shares.items()})
    weights, bias = fit([text for *_, text in known], [kind != "honest" for _, kind, _ in known])
    _TARGET.write_text(_source(weights, bias), encoding="utf-8")


def _source(weights: np.ndarray, bias: float) -> str:
    lines = [
        f'    "{kind}": ({", ".join(f"{weight:.1f}" for weight in row)}),'
        for kind, row in zip(KINDS, weights, strict=True)
    ]
    return "\n".join(
        [
            '"""Weights of pairs of neighbours, learnt by `python -m benchmarks.grading.word_order`: edit that."""',
            "",
            "# fmt: off",
            "KINDS = (",
            *(f'    "{kind}",' for kind in KINDS),
            ")",
            "#: By the kind before, in the order of `KINDS` after it; above 0 speaks for a list or a shuffle.",
            "WEIGHTS = {",
            *lines,
            "}",
            f"BIAS = {bias:.2f}",
            "",
        ]
    )


if __name__ == "__main__":
    main()
