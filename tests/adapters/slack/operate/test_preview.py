import re
from html import escape
from pathlib import Path

from adapters.slack.operate.preview import blocks_html, modal_html
from adapters.slack.operate.preview_page import preview_page
from adapters.slack.render.forms import Origin, flag_form
from adapters.slack.render.messages import messages
from bot.domain.card import Action, Card, Chart, Facts, KeyPointLine, Moment, Quote, Small, Table, Text
from tests.adapters.console.cards import CLOSES, PROMPT
from tests.adapters.html_tags import Tags
from tests.cli.askaday import askaday
from tests.worlds.builders import question

HOSTILE = "<script>alert(1)</script> &amp; \"x\" 'y'"


def html(*blocks: Chart | Text | Quote | Facts | Moment | Small | Table | KeyPointLine) -> str:
    return "\n".join(blocks_html(message.blocks) for message in messages(Card("", blocks)))


def test_date_is_shown_by_its_fallback() -> None:
    assert html(Moment("Closes", CLOSES, "Europe/Berlin")) == (
        '<div class="block context"><span>Closes</span>'
        "<span><time>Tuesday 3 June, 09:00 (Europe/Berlin)</time></span></div>"
    )


def test_rich_text_is_html() -> None:
    assert html(Text("3. **a** `<b>` [c](https://c.example)\n   - d\n\n> e")) == (
        '<div class="block rich_text"><ol type="1" start="3" style="margin-left:0px"><li><b>a</b> '
        '<code>&lt;b&gt;</code> <a href="https://c.example">c</a></li></ol>'
        '<ul style="margin-left:28px;list-style-type:circle"><li>d</li></ul></div>\n'
        '<div class="block rich_text"><blockquote>e</blockquote></div>'
    )


def test_table_of_a_text_aligns_its_numbers() -> None:
    assert html(Text("| Who | Points |\n|:--|--:|\n| <Ada> | 4 |")) == (
        '<div class="block table"><table>'
        '<tr><td class="left">Who</td><td class="right">Points</td></tr>'
        '<tr><td class="left">&lt;Ada&gt;</td><td class="right">4</td></tr></table></div>'
    )


def test_table_of_a_card_aligns_its_numbers() -> None:
    assert html(Table(("Who", "Points"), (("<Ada>", "4"),), (1,))) == (
        '<div class="block data_table"><table class="data" aria-label="Who, Points">'
        '<tr><th class="left">Who</th><th class="right">Points</th></tr>'
        '<tr><td class="left lead">&lt;Ada&gt;</td><td class="right">4</td></tr></table></div>'
    )


def test_chart_is_bars() -> None:
    drawn = html(Chart("<Week>", ("<Mon>",), (("<a>", (4,)), ("b", (2,)))))

    assert re.findall(r"height:(\d+)px", drawn) == ["90", "45"]
    assert re.findall(r"&lt;\w+&gt;", drawn) == ["&lt;Week&gt;", "&lt;Mon&gt;", "&lt;a&gt;"]


def test_menu_and_thumbs_are_there() -> None:
    card = Card("", (), (Action("hint", "Hint"),), menu=(Action("flag", "<Flag>"),), feedback="round:7")

    drawn = "".join(blocks_html(message.blocks) for message in messages(card))

    assert '<span class="button more" title="&lt;Flag&gt;">⋯</span>' in drawn
    assert re.findall(r'class="thumb" title="[^"]*">(.)', drawn) == ["👍", "👎"]


def test_form_shows_its_input() -> None:
    assert "Flag this question" in modal_html(flag_form(Origin("flag")))


def test_everything_people_wrote_is_escaped() -> None:
    asked = question(prompt=f"{PROMPT}\n{HOSTILE}", model_answer=f"{PROMPT}\n> - quoted\n\n---\n\n{HOSTILE}", id="x<y")

    page = Tags(preview_page(asked))

    assert page.misplaced == []
    assert page.seen & {"script", "img", "iframe"} == set()


def test_hostile_blocks_are_escaped() -> None:
    card = Card(
        HOSTILE,
        (
            *(Quote(HOSTILE, HOSTILE), Facts(((HOSTILE, HOSTILE),) * 3), Small(HOSTILE), Moment(HOSTILE, CLOSES)),
            *(Table((HOSTILE,), ((HOSTILE,),)), KeyPointLine(HOSTILE, HOSTILE, HOSTILE)),
        ),
        (Action("flag", HOSTILE),),
    )

    shown = "".join(blocks_html(message.blocks) for message in messages(card))

    assert shown.count(escape(HOSTILE)) == 18
    assert "<script" not in shown


def test_page_shows_every_message_and_view() -> None:
    titles = re.findall("<h2>(.*?)</h2>", preview_page(question()))

    assert titles[: len(titles) // 2] == [
        *("Daily card", "Closed card", "Reveal, in the thread", "Model answer, below the reveal"),
        *("Reveal, in the channel", "Reveal that ends a week, in the channel", "My place", "Leaderboard"),
        *("How did I do?", "Which point did you say?", "Claims, for a reviewer", "Claim, decided", "Drill"),
        *("Drill, answered", "Exam, at its end"),
        *("For a newcomer, privately", "After two silent weeks, privately", "Series, set up"),
        *("Answer", "Answer to a drill", "Flag", "Dispute", "Setup, at first", "Setup", "Home tab", "Help"),
    ]


def test_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "new" / "page.html"

    done = askaday(tmp_path, "slack", "preview", "ebs-or-s3", "--out", str(out))

    assert (done.status, done.out) == (0, f"Wrote {out}.\n")
    assert out.read_text().startswith("<!doctype html>")


def test_command_refuses_a_place_it_cannot_write(tmp_path: Path) -> None:
    done = askaday(tmp_path, "slack", "preview", "ebs-or-s3", "--out", str(tmp_path))

    assert (done.status, done.err) == (
        2,
        f"askaday: {tmp_path} cannot be written: Is a directory. Name another with --out.\n",
    )


def test_command_refuses_an_unknown_question(tmp_path: Path) -> None:
    done = askaday(tmp_path, "slack", "preview", "ebs-or-s4")

    assert (done.status, done.err) == (
        2,
        "askaday: There is no question or pack “ebs-or-s4”. Did you mean `ebs-or-s3`?\n",
    )
