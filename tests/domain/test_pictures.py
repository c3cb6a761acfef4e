from bot.domain.statistics.pictures import Change, Columns, HeatMap


def test_heat_map_in_words() -> None:
    rows = ("caching", "cost", "edge", "identity", "storage")
    cells = ((0.9, None), (0.2, 0.3), (None, None), (0.5, 0.6), (0.1, 0.1))

    assert HeatMap("Met", rows, ("W47", "W48"), cells).said == (
        "Met, W47 to W48. Highest at last: caching 90 %, identity 60 % and cost 30 %. Lowest: storage 10 %."
    )


def test_columns_in_words() -> None:
    columns = Columns("Answers", ("W46", "W47", "W48"), (("in words", (3, 9, 4)), ("quick", (1, 2, 0))))

    assert (columns.totals, columns.said) == ((4, 11, 4), "Answers: 4 in W48; most in W47 (11), fewest in W46 (4).")


def test_change_in_words_names_the_first_lines_and_counts_the_others() -> None:
    lines = tuple((f"topic {number}", 0.8, 0.3) for number in range(7))

    said = Change("Held", "today", "26 December", lines).said

    assert said.endswith("topic 4 from 80 % to 30 % and topic 5 from 80 % to 30 %, and 1 more.")


def test_what_has_nothing_to_show_says_so() -> None:
    pictures = (
        HeatMap("Met", ("cost",), ("W48",), ((None,),)),
        Columns("Answers", ("W48",), (("answers", (0,)),)),
        Change("Held", "today", "26 December", ()),
    )

    assert [one.said for one in pictures] == [f"{name}: nothing to show yet." for name in ("Met", "Answers", "Held")]
