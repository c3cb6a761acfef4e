import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from adapters.discord.operate.preview import modal_html, view_html
from adapters.discord.operate.preview_markdown import markdown_html
from adapters.discord.operate.preview_page import preview_page
from adapters.discord.render.forms import answer_form
from adapters.discord.render.messages import layout, messages
from adapters.discord.render.setup_form import STEPS, Draft, step_form
from bot.cards.forms import AnswerForm
from bot.domain.card import Action, Card, Facts, KeyPointLine, Moment, Quote, Small, Table, Text
from tests.adapters.console.cards import PROMPT
from tests.adapters.html_tags import Tags
from tests.cli.askaday import askaday
from tests.worlds.builders import question

HOSTILE = "<script>alert(1)</script> &amp; \"x\" 'y'"
NOW = datetime(2030, 6, 4, 7, tzinfo=UTC)
CLOSES = datetime(2030, 6, 4, 15, tzinfo=UTC)


def html(card: Card) -> str:
    return "\n".join(view_html(layout(message), NOW) for message in messages(card))


def text_html(*blocks: Text | Quote | Facts | Moment | Small | Table | KeyPointLine) -> str:
    shown = html(Card("", blocks))
    return shown.removeprefix('<div class="container"><div class="text">').removesuffix("</div></div>")


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("# a\n## b\n### *c*\nd", "<h3>a</h3><h4>b</h4><h5><em>c</em></h5>d"),
        ("-# a\n-# b\nc", "<small>a</small><small>b</small>c"),
        ("a\n> b\n> **c**\nd", "a\n<blockquote>b\n<strong>c</strong></blockquote>d"),
        ("```yaml\na: <b>\n\n# **c**\n```\nd", "<pre><code>a: &lt;b&gt;\n\n# **c**</code></pre>d"),
        ("> ```\n> a\n> ```", "<blockquote><pre><code>a</code></pre></blockquote>"),
        ("a\n\nb  \n    c", "a\n\nb  \n    c"),
        ("~~a~~ `**b**` ||c **d**||", '<s>a</s> <code>**b**</code> <span class="spoiler">c <strong>d</strong></span>'),
        ("\\*a\\* \\<\\@1\\> 1\\. \\# &amp;", "*a* &lt;@1&gt; 1. # &amp;amp;"),
        ("[a](<https://a.example/_b_>)", '<a href="https://a.example/_b_">a</a>'),
        ("https://a.example/_b_.", '<a href="https://a.example/_b_">https://a.example/_b_</a>.'),
        ("<https://a.example>\\|b", '<a href="https://a.example">https://a.example</a>|b'),
        ("[a](javascript:b)", "[a](javascript:b)"),
        ("<@1> <#2>", '<span class="mention">@member</span> <span class="mention">#channel</span>'),
        ("a | b <c", "a | b &lt;c"),
    ],
)
def test_markdown_is_shown_as_in_discord(markdown: str, shown: str) -> None:
    assert markdown_html(markdown, NOW) == shown


def test_list_inside_of_a_list_is_indented() -> None:
    assert markdown_html("1. a\n  - b\n    ```\n    c\n      d\n    ```\n2. e\n\nf", NOW) == (
        '<div class="item" style="margin-left:0px"><span>1.</span><div>a</div></div>'
        '<div class="item" style="margin-left:24px"><span>◦</span><div>b\n<pre><code>c\n  d</code></pre></div></div>'
        '<div class="item" style="margin-left:0px"><span>2.</span><div>e</div></div>f'
    )


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (8 * 3600, "in 8 hours"),
        (60, "in 1 minute"),
        (-30, "30 seconds ago"),
        (-86400, "1 day ago"),
        (70 * 86400, "in 2 months"),
    ],
)
def test_time_says_how_far_away_it_is(seconds: int, shown: str) -> None:
    assert markdown_html(f"<t:{int(NOW.timestamp()) + seconds}:R>", NOW) == f"<time>{shown}</time>"


def test_moment_is_shown_twice() -> None:
    assert text_html(Moment("Closes", CLOSES)) == ("Closes <time>4 June 2030 at 15:00</time> (<time>in 8 hours</time>)")


def test_actions_are_buttons() -> None:
    assert html(Card("", (), (Action("answer", "Answer <1>"), Action("flag", "Flag")))) == (
        '<div class="container"><div class="text">\u200b</div><div class="row">'
        '<span class="button primary">Answer &lt;1&gt;</span><span class="button secondary">Flag</span></div></div>'
    )


def test_form_shows_what_was_written_before() -> None:
    form = answer_form(AnswerForm((), "A hint.", "<b>"), "round:7")

    assert '<label>Your answer<em>*</em></label><div class="area">&lt;b&gt;</div>' in modal_html(form, NOW)


def test_form_marks_what_may_be_left_out() -> None:
    assert modal_html(step_form(STEPS[-1], Draft({}), 1), NOW).count("<em>*</em>") == 0


def test_everything_people_wrote_is_escaped() -> None:
    asked = question(prompt=f"{PROMPT}\n{HOSTILE}", model_answer=f"{PROMPT}\n> - quoted\n\n---\n\n{HOSTILE}", id="x<y")

    page = Tags(preview_page(asked))

    assert page.misplaced == []
    assert page.seen & {"script", "img", "iframe"} == set()
    assert page.loaded == []


def test_hostile_blocks_are_escaped() -> None:
    card = Card(
        HOSTILE,
        (
            *(Quote(HOSTILE, HOSTILE), Facts(((HOSTILE, HOSTILE),) * 3), Small(HOSTILE), Moment(HOSTILE, CLOSES)),
            *(Table((HOSTILE,), ((HOSTILE,),)), KeyPointLine(HOSTILE, HOSTILE, HOSTILE)),
        ),
        (Action("flag", HOSTILE),),
    )

    shown = html(card)

    assert unescape(shown).count(HOSTILE) == 16
    assert "<script" not in shown


def test_page_shows_every_message_and_form() -> None:
    titles = re.findall("<h2>(.*?)</h2>", preview_page(question()))

    assert titles[: len(titles) // 2] == [
        *("Daily card", "Closed card", "Reveal, in the thread", "Model answer, below the reveal"),
        *("Reveal, in the channel", "Reveal that ends a week, in the channel", "My place", "Leaderboard"),
        *("How did I do?", "Which point did you say?", "Claims, for a reviewer", "Claim, decided", "Drill"),
        *("Drill, answered", "Exam, at its end"),
        *("For a newcomer, privately", "After two silent weeks, privately", "Series, set up"),
        *("Hint", "Help", "Answer", "Answer to a drill", "Flag this question", "Dispute the grade"),
        *("Setup, at first", "Setup", "Setup, with mistakes", "Time and zone", "Name and rules", "People"),
    ]


def test_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "new" / "page.html"

    done = askaday(tmp_path, "discord", "preview", "ebs-or-s3", "--out", str(out))

    assert (done.status, done.out) == (0, f"Wrote {out}.\n")
    assert out.read_text().startswith("<!doctype html>")


def test_command_refuses_a_place_it_cannot_write(tmp_path: Path) -> None:
    done = askaday(tmp_path, "discord", "preview", "ebs-or-s3", "--out", str(tmp_path))

    assert (done.status, done.err) == (
        2,
        f"askaday: {tmp_path} cannot be written: Is a directory. Name another with --out.\n",
    )


def test_command_refuses_an_unknown_question(tmp_path: Path) -> None:
    done = askaday(tmp_path, "discord", "preview", "ebs-or-s4")

    assert (done.status, done.err) == (
        2,
        "askaday: There is no question or pack “ebs-or-s4”. Did you mean `ebs-or-s3`?\n",
    )
