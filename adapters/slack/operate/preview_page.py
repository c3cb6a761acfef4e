"""The page of the preview: every message and view of one question, in Slack's light and dark colours."""

from collections.abc import Iterator
from html import escape

from adapters.slack.operate import preview_samples
from adapters.slack.operate.preview import blocks_html, modal_html
from adapters.slack.render.forms import Origin, answer_form, dispute_form, flag_form
from adapters.slack.render.help_page import help_modal
from adapters.slack.render.home import home_view
from adapters.slack.render.messages import Message, messages
from adapters.slack.render.setup_form import setup_form
from bot.cards import samples
from bot.cards.naming import CommandNames
from bot.domain.card import Card
from bot.domain.question import Question
from bot.engine import COMMANDS, help_page

_STYLE = """
:root { --page:#fff; --text:#1d1c1d; --faint:#616061; --line:#ddd; --code:#c01343; --shade:#f8f8f8; --link:#1264a3 }
.dark { --page:#1a1d21; --text:#d1d2d3; --faint:#9a9b9e; --line:#414447; --code:#e8912d; --shade:#222529;
  --link:#1d9bd1 }
* { box-sizing:border-box }
@media (min-width:1000px) { body { display:grid; grid-template-columns:minmax(0,1fr) minmax(0,1fr) } }
body { margin:0; font:15px/1.47 Lato,"Noto Sans",Helvetica,Arial,"Noto Color Emoji",sans-serif }
main { background:var(--page); color:var(--text); padding:12px 20px 40px }
main > * { max-width:700px }
h2 { font-size:13px; color:var(--faint); margin:32px 0 8px; border-top:1px solid var(--line); padding-top:8px }
h1 { font-size:22px; overflow-wrap:anywhere }
h3 { font-size:18px; margin:0 }
p, blockquote, pre, ul, ol { margin:0; overflow-wrap:anywhere; white-space:pre-wrap }
a { color:var(--link) }
small, .context, time { color:var(--faint); font-size:13px }
.message { display:grid; grid-template-columns:36px minmax(0,1fr); gap:8px; margin-bottom:12px }
.face { width:36px; height:36px; border-radius:6px; background:#4a154b; color:#fff; text-align:center;
  line-height:36px }
.block { margin:8px 0 }
.context { display:flex; flex-wrap:wrap; gap:2px 8px }
.context span { overflow-wrap:anywhere }
.section { display:grid; grid-template-columns:1fr 1fr; gap:4px 16px }
.section div { overflow-wrap:anywhere }
p code, li code, blockquote code, td code { color:var(--code); background:var(--shade); border:1px solid var(--line);
  border-radius:3px;
  font-size:12px; padding:1px 3px }
pre { background:var(--shade); border:1px solid var(--line); border-radius:4px; padding:8px; white-space:pre;
  overflow-x:auto; font:12px/1.5 Monaco,Menlo,Consolas,"DejaVu Sans Mono",monospace }
blockquote, .bordered { border-left:4px solid var(--line); padding-left:12px }
ul, ol { padding-left:26px }
.rich_text > p + p { margin-top:4px }
.table, .data_table { overflow-x:auto }
table { border-collapse:collapse; font-size:14px }
td { border:1px solid var(--line); padding:4px 10px; vertical-align:top }
td.right { text-align:right; white-space:nowrap }
tr:first-child { font-weight:700 }
table.data { border-collapse:separate; border-spacing:0; border:1px solid var(--line); border-radius:8px; width:100% }
.data th, .data td { border:0; border-bottom:1px solid var(--line); padding:6px 12px; text-align:left }
.data tr:last-child td { border-bottom:0 }
.data th { color:var(--faint); font-size:13px; font-weight:700; background:var(--shade); white-space:nowrap }
.data th:first-child { border-top-left-radius:8px } .data th:last-child { border-top-right-radius:8px }
.data .right { text-align:right; font-variant-numeric:tabular-nums }
.data .lead { font-weight:700; overflow-wrap:anywhere }
.data tr:first-child { font-weight:400 }
.pages { color:var(--faint); font-size:13px; text-align:right; margin-top:4px }
.data_visualization { border:1px solid var(--line); border-radius:8px; padding:12px }
.plot { display:flex; gap:8px; align-items:flex-end; border-bottom:1px solid var(--line); margin-top:8px;
  padding-bottom:22px }
.group { flex:1; min-width:0; position:relative }
.group > span { position:absolute; top:100%; left:0; right:0; text-align:center; font-size:12px; color:var(--faint);
  white-space:nowrap; overflow:hidden; text-overflow:ellipsis }
.bars { display:flex; gap:4px; justify-content:center; align-items:flex-end }
.column { display:flex; flex-direction:column; align-items:center; width:28px }
.column small { font-size:11px }
.bar { display:inline-block; border-radius:3px 3px 0 0; background:#1264a3 }
.column .bar { width:100% }
.s1 { background:#e8912d } .s2 { background:#2eb67d } .s3 { background:#9d5bd2 } .s4 { background:#e01e5a }
.s5 { background:#888 }
.legend { display:flex; flex-wrap:wrap; gap:4px 14px; margin-top:8px; font-size:12px; color:var(--faint) }
.legend .bar { width:10px; height:10px; border-radius:2px; margin-right:5px }
.actions { display:flex; flex-wrap:wrap; gap:8px }
.button { display:inline-block; border:1px solid var(--line); border-radius:4px; padding:3px 12px; font-weight:700;
  font-size:13px }
.more { padding:3px 10px }
.list i { font-style:normal; margin-left:8px }
.context_actions { display:flex; gap:4px }
.thumb { border-radius:4px; padding:2px 6px; font-size:15px; opacity:.8 }
.primary { background:#007a5a; color:#fff; border-color:#007a5a }
hr { border:0; border-top:1px solid var(--line) }
.modal, .home { border:1px solid var(--line); border-radius:8px; max-width:520px; margin:0 }
.home { max-width:700px; padding:8px 20px }
.modal > div { padding:4px 20px }
.modal > header, footer { display:flex; justify-content:space-between; padding:12px 20px; font-weight:900;
  border-bottom:1px solid var(--line) }
footer { justify-content:flex-end; gap:8px; border:0 }
.input { display:flex; flex-direction:column; gap:4px; margin:16px 0 }
label { font-weight:700 }
.box, .area { border:1px solid var(--faint); border-radius:4px; padding:4px 10px; min-height:34px }
.area { min-height:90px }
@media (max-width:600px) { .data th, .data td { padding:6px 7px } }
@media (max-width:600px) { td { padding:3px 5px; font-size:12px } main { padding:12px 10px 40px } }
ul.bordered, ol.bordered { padding-left:38px }
details { color:var(--faint); font-size:12px; margin:4px 0 }
details div { white-space:pre-wrap; overflow-wrap:anywhere }
"""


def preview_page(question: Question, answered: int = 5) -> str:
    """Give a page that shows the question's messages and views as Slack would, of a round that so many answered."""
    shown = "\n".join(f"<h2>{escape(title)}</h2>\n{html}" for title, html in _shown(question, answered))
    title = escape(f"{question.ref} in Slack")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n"
        f"<main><h1>{title}</h1>\n{shown}</main>\n"
        f'<main class="dark"><h1>The same in the dark</h1>\n{shown}</main>\n</body></html>\n'
    )


def _shown(question: Question, answered: int) -> Iterator[tuple[str, str]]:
    """Give everything that can be seen, each with its name."""
    for name, card in samples.cards(question, answered).items():
        made = card_html(card)
        for number, html in enumerate(made, start=1):
            yield name if len(made) == 1 else f"{name} ({number} of {len(made)})", html
    for name, form in samples.forms(question).items():
        yield name, modal_html(answer_form(form, Origin("answer", "round:7")))
    yield "Flag", modal_html(flag_form(Origin("flag", "round:7")))
    yield "Dispute", modal_html(dispute_form(Origin("dispute", "round:7")))
    series = samples.series(question)
    home = home_view(preview_samples.home(question), preview_samples.LINKS, CommandNames())
    setup = setup_form(preview_samples.choices(question), series, samples.SLOTS)
    yield "Setup, at first", modal_html(setup_form(preview_samples.choices(question), is_whole=False))
    yield "Setup", modal_html(setup)
    yield (
        "Home tab",
        f'<section class="home">{blocks_html(home["blocks"])}</section>',
    )
    yield "Help", modal_html(help_modal(help_page(COMMANDS.values())))


def card_html(card: Card) -> list[str]:
    """Give each message of a card as HTML."""
    return [_message_html(message) for message in messages(card)]


def _message_html(message: Message) -> str:
    read = f"<details><summary>What a screen reader gets</summary><div>{escape(message.text)}</div></details>"
    return (
        '<article class="message"><div class="face">A</div>'
        f"<div><b>Askaday</b> <small>APP 09:00</small>{blocks_html(message.blocks)}{read}</div></article>"
    )
