"""What the two encoders of words give."""

from itertools import pairwise

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from adapters.grading.model.distil import SAMPLE_STEP, Projection, useful, vectors_of
from adapters.grading.vectors.contextual import ContextualVectors
from adapters.grading.vectors.files import QUANTIZED, VOCABULARY, WEIGHTS, read_pieces
from adapters.grading.vectors.quantized import QuantizedTransformer
from adapters.grading.vectors.static import SHIPPED_TABLE, StaticVectors
from adapters.grading.vectors.transformer import Transformer, read_weights
from adapters.grading.vectors.wordpiece import Vocabulary, word_spans
from adapters.grading.vectors.words import WordVectors, unit_rows
from tests.adapters.grading.model import MODEL, needs_model

TEXTS = [
    "S3 stores objects; EBS is block storage for one EC2 instance.",
    "",
    "A NAT gateway lets private subnets reach the internet. 🙂",
    "security groups are stateful",
]


@pytest.fixture(scope="module", params=["static", pytest.param("minilm", marks=needs_model)])
def encoder(request: pytest.FixtureRequest) -> WordVectors:
    return StaticVectors.open() if request.param == "static" else ContextualVectors.open(MODEL)


def cosine(encoder: WordVectors, one: str, other: str) -> float:
    first, second = encoder.encode([one, other])
    return float(first.vectors[0] @ second.vectors[0])


def test_each_word_has_a_vector_of_length_one(encoder: WordVectors) -> None:
    for text, encoded in zip(TEXTS, encoder.encode(TEXTS), strict=True):
        assert (encoded.text, encoded.spans) == (text, word_spans(text))
        assert encoded.vectors.dtype == np.float32
        assert encoded.vectors.shape == (len(encoded.spans), encoder.dims)
        known = [span for span in encoded.spans if text[slice(*span)] != "🙂"]
        lengths = np.linalg.norm(encoded.vectors[: len(known)], axis=1)
        np.testing.assert_allclose(lengths, np.ones(len(known)), atol=1e-5)


def test_a_text_gives_the_same_to_the_bit_whatever_it_comes_with(encoder: WordVectors) -> None:
    together = encoder.encode([*TEXTS, *reversed(TEXTS)])
    with threadpool_limits(limits=2):
        alone = [encoder.encode([text])[0] for text in TEXTS]

    for encoded, first, last in zip(alone, together, reversed(together), strict=False):
        assert np.array_equal(encoded.vectors, first.vectors)
        assert np.array_equal(encoded.vectors, last.vectors)


def test_words_that_mean_nearly_the_same_are_nearer_than_others(encoder: WordVectors) -> None:
    assert cosine(encoder, "fast", "quick") > cosine(encoder, "fast", "purple") + 0.2


def test_a_word_in_capitals_is_the_same_word(encoder: WordVectors) -> None:
    assert cosine(encoder, "Latency", "LATENCY") == pytest.approx(1, abs=1e-6)


def test_words_unknown_to_the_table_are_like_nothing() -> None:
    (encoded,) = StaticVectors.open().encode(["🙂 Жук"])

    assert np.array_equal(encoded.vectors, np.zeros((2, 256), np.float32))


def test_the_shipped_table_has_no_row_of_zeros_but_one() -> None:
    with np.load(SHIPPED_TABLE) as stored:
        pieces, vectors = stored["pieces"].tobytes().decode().split("\n"), stored["vectors"]

    assert vectors.shape == (len(pieces), 256)
    assert [pieces[row] for row in np.flatnonzero(~vectors.any(axis=1))] == ["[UNK]"]
    assert SHIPPED_TABLE.stat().st_size < 7_500_000


@pytest.mark.repeats
@needs_model
def test_the_shipped_table_is_what_the_model_gives() -> None:
    pieces = read_pieces(MODEL / VOCABULARY.name)
    numbers = useful(pieces)[::SAMPLE_STEP]
    vectors = vectors_of(Transformer(read_weights(MODEL / WEIGHTS.name)), pieces, numbers)

    built = Projection.fitted(vectors).rounded(vectors)
    built[numbers.index(pieces.index("[UNK]"))] = 0

    with np.load(SHIPPED_TABLE) as stored:
        shipped = stored["vectors"][::SAMPLE_STEP]
        assert stored["pieces"].tobytes().decode().split("\n") == [pieces[number] for number in useful(pieces)]
    differences = np.abs(shipped.astype(int) - built)
    assert differences.max() <= 1
    assert (differences > 0).mean() < 0.001  # the last digits of sums differ between processors


@needs_model
def test_the_model_gives_the_published_similarities() -> None:
    # The example of https://www.sbert.net/, where the means of the pieces' vectors are compared.
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    transformer, vocabulary = Transformer(read_weights(MODEL / WEIGHTS.name)), _vocabulary()

    means = []
    for text in texts:
        pieces = [number for start, end in word_spans(text) for number in vocabulary.ids_of(text[start:end])]
        framed = np.array([vocabulary.id_of("[CLS]"), *pieces, vocabulary.id_of("[SEP]")])
        mean = transformer.run(framed).mean(axis=0)
        means.append(mean / np.linalg.norm(mean))

    similarities = [float(means[one] @ means[other]) for one, other in ((0, 1), (0, 2), (1, 2))]
    assert similarities == pytest.approx([0.6660, 0.1046, 0.1411], abs=2e-4)


@needs_model
def test_whole_numbers_give_nearly_what_the_weights_give() -> None:
    exact, rounded = Transformer(read_weights(MODEL / WEIGHTS.name)), QuantizedTransformer(MODEL / QUANTIZED)
    vocabulary = _vocabulary()
    text = "A security group is stateful: the reply to an admitted request leaves whatever the outbound rules say."
    ids = [number for start, end in word_spans(text) for number in vocabulary.ids_of(text[start:end])]
    framed = np.array([vocabulary.id_of("[CLS]"), *ids, vocabulary.id_of("[SEP]")])

    first, second = (unit_rows(model.run(framed)) for model in (exact, rounded))

    assert ((first * second).sum(axis=1) > 0.95).all()
    assert np.array_equal(rounded.run(framed), rounded.run(framed))


@needs_model
def test_texts_read_at_once_give_what_each_gives_alone() -> None:
    transformer = Transformer(read_weights(MODEL / WEIGHTS.name))
    texts = np.array([[101, 2000, 2001, 102], [101, 3000, 4000, 102]])

    together = transformer.run(texts)

    alone = np.concatenate([transformer.run(text) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-4)


@needs_model
def test_a_word_means_something_else_in_another_context() -> None:
    encoder = ContextualVectors.open(MODEL)
    texts = ["S3 bucket policy", "a bucket with versioning in S3", "a bucket of water"]

    policy, versioning, water = (encoded.vectors[1] for encoded in encoder.encode(texts))

    assert policy @ versioning > policy @ water + 0.1


@needs_model
def test_a_text_longer_than_the_model_reads_is_encoded_whole() -> None:
    text = " ".join(
        f"Sentence {number} says that instances restart; volumes, unlike them, stay." for number in range(60)
    )
    encoder = ContextualVectors.open(MODEL)

    (encoded,) = encoder.encode([text])

    assert encoded.spans == word_spans(text)
    np.testing.assert_allclose(np.linalg.norm(encoded.vectors, axis=1), np.ones(len(encoded.spans)), atol=1e-5)
    volumes = [row for row, (start, end) in enumerate(encoded.spans) if text[start:end] == "volumes"]
    assert len(volumes) == 60
    # The same word in nearly the same place stays nearly the same, also where one window ends and the next begins.
    assert min(float(encoded.vectors[one] @ encoded.vectors[next_one]) for one, next_one in pairwise(volumes)) > 0.8


def _vocabulary() -> Vocabulary:
    return Vocabulary(read_pieces(MODEL / VOCABULARY.name))
