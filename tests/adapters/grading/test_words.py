import pytest

from adapters.grading.text.words import tidy, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("the and of it", []),
        ("Clusters clustering cluster", ["cluster", "cluster", "cluster"]),
        ("EC2, S3 and IPv6", ["ec2", "s3", "ipv6"]),
        ("64KB in 35s", ["64", "kb", "35", "s"]),
        ("cross-Region s3:GetObject", ["cross", "region", "s3", "getobject"]),
        ("behaviour optimised labours", ["behavior", "optim", "labor"]),
        ("behavior optimized labors", ["behavior", "optim", "labor"]),
        ("the team's AZs", ["team", "az"]),
        ("Größe 数据库 שלום", ["grösse", "数据库", "שלום"]),
        ("🎉 \u200b ¡!", []),
    ],
)
def test_words_of_gives_stems(text: str, expected: list[str]) -> None:
    assert [word.stems[0] for word in words_of(text)] == expected


def test_words_of_camel_case_gives_the_whole_and_its_parts() -> None:
    assert [word.stems for word in words_of("PrivateLink DynamoDB")] == [
        ("privatelink", "privat", "link"),
        ("dynamodb", "dynamo", "db"),
    ]


@pytest.mark.parametrize(("many", "one"), [("SGs", "SG"), ("VPCs", "VPC"), ("NACLs", "NACL")])
def test_words_of_abbreviations_in_the_plural_have_the_stem_of_one(many: str, one: str) -> None:
    assert [word.stems for word in words_of(many)] == [word.stems for word in words_of(one)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("standby serves reads", []),
        ("standby never serves reads", ["serves"]),
        ("it doesn't serve", ["serve"]),
        ("it doesn’t serve", ["serve"]),  # noqa: RUF001 - as phones write it
        ("it doesnt serve", ["serve"]),
        ("it mustn't serve", ["serve"]),
        ("no longer serves", ["longer", "serves"]),
        ("cannot serve, reads lag", ["serve"]),
        ("not one two three four five", ["two"]),
        ("not automatically replicated to others", ["automatically", "replicated"]),
        ("No because it is full", []),
        ("No, it is full", []),
        ("without waiting. Then reads", ["waiting"]),
    ],
)
def test_words_of_marks_what_a_negation_reaches(text: str, expected: list[str]) -> None:
    assert [word.written for word in words_of(text) if word.is_negated] == expected


def test_words_of_says_where_each_stands() -> None:
    text = "the standby's copy"

    assert [text[word.start : word.end] for word in words_of(text)] == ["standby's", "copy"]


def test_tidy_leaves_of_ascii_what_is_seen_and_spaces() -> None:
    everything = "".join(map(chr, range(128)))

    assert tidy(everything) == "".join(one for one in everything if one.isspace() or one.isprintable())


def test_tidy_makes_texts_of_one_look_equal() -> None:
    assert tidy("ﬁle\u200b \u202eABC\u0000\n\u00ad") == "file ABC\n"
