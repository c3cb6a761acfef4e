"""The page of the preview: every message and form of one question, in Discord's dark and light colours."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from discord.ui import LayoutView

from adapters.discord.operate.preview import modal_html, view_html
from adapters.discord.render.forms import REASONS, answer_form, reason_form
from adapters.discord.render.messages import layout, messages
from adapters.discord.render.setup_form import STEPS, Draft, setup_view, step_form
from bot.cards.naming import CommandNames
from bot.cards.question import hint_card
from bot.cards.samples import OPENED, SLOTS, ZONE, cards, forms
from bot.domain.card import Card, with_link
from bot.domain.question import Question
from bot.engine import COMMANDS, ByOptions, help_card, help_page

_STYLE = """
:root { --page:#fff; --text:#313338; --faint:#5c5e66; --line:#e3e5e8; --card:#f2f3f5; --code:#e8eaed; --link:#006ce7;
  --second:#e0e1e5; --mention:#dfe1fc; --mentioned:#505cdc; --time:#e3e5e8; --field:#fff }
.dark { --page:#313338; --text:#dbdee1; --faint:#949ba4; --line:#3f4147; --card:#2b2d31; --code:#1e1f22; --link:#00a8fc;
  --second:#4e5058; --mention:#3c4270; --mentioned:#c9cdfb; --time:#3b3d42; --field:#1e1f22 }
* { box-sizing:border-box }
@media (min-width:1000px) { body { display:grid; grid-template-columns:minmax(0,1fr) minmax(0,1fr) } }
body { margin:0; font:16px/1.375 "gg sans","Noto Sans","Helvetica Neue",Helvetica,Arial,"Noto Color Emoji",sans-serif }
main { background:var(--page); color:var(--text); padding:12px 20px 40px }
main > * { max-width:700px }
h1 { font-size:22px; overflow-wrap:anywhere }
h2 { font-size:13px; color:var(--faint); margin:32px 0 8px; border-top:1px solid var(--line); padding-top:8px }
h3, h4, h5 { margin:8px 0; line-height:1.375 }
h3 { font-size:24px }
h4 { font-size:20px }
h5 { font-size:16px }
.text > :first-child { margin-top:0 }
.text, .box, .area { overflow-wrap:anywhere; white-space:pre-wrap }
a { color:var(--link); text-decoration:none }
small { display:block; color:var(--faint); font-size:13px; line-height:1.4 }
small code { font-size:11px }
.message { display:grid; grid-template-columns:40px minmax(0,1fr); gap:16px; margin-bottom:12px }
.face { width:40px; height:40px; border-radius:50%; background:#5865f2; color:#fff; text-align:center;
  line-height:40px }
.app { background:#5865f2; color:#fff; border-radius:4px; font-size:10px; font-weight:600; padding:1px 4px }
.message > div > small { display:inline; font-size:12px }
.message > div > small.private { display:block; margin-top:4px }
.container { background:var(--card); border:1px solid var(--line); border-radius:8px; padding:16px; margin-top:4px;
  max-width:600px; display:grid; grid-template-columns:minmax(0,1fr); gap:8px }
hr { border:0; border-top:1px solid var(--line); margin:2px 0; width:100% }
code { background:var(--code); border-radius:4px; font:85%/1.3 Consolas,Menlo,"DejaVu Sans Mono",monospace;
  padding:1px 3px }
pre { background:var(--code); border:1px solid var(--line); border-radius:4px; margin:6px 0 0; padding:7px;
  white-space:pre-wrap }
pre code { font-size:14px; background:none; padding:0 }
blockquote { margin:0; padding-left:12px; border-left:4px solid var(--faint) }
.item { display:grid; grid-template-columns:24px minmax(0,1fr); margin-top:4px }
.item > span { text-align:right; padding-right:8px }
time { background:var(--time); border-radius:3px; padding:0 2px }
.mention { background:var(--mention); color:var(--mentioned); border-radius:3px; padding:0 2px; font-weight:500 }
.spoiler { background:var(--second); border-radius:4px }
.row { display:flex; flex-wrap:wrap; gap:8px }
.button { background:var(--second); border-radius:8px; padding:5px 16px; font-size:14px; font-weight:500;
  min-height:32px; overflow-wrap:anywhere }
.primary { background:#5865f2; color:#fff }
.select { display:flex; justify-content:space-between; width:100%; max-width:400px; background:var(--field);
  border:1px solid var(--line); border-radius:8px; padding:8px 12px }
.select div { display:flex; flex-wrap:wrap; gap:4px }
.select b { background:var(--second); border-radius:4px; padding:0 6px; font-weight:400 }
i { color:var(--faint); font-style:normal }
.modal { background:var(--card); border:1px solid var(--line); border-radius:8px; max-width:440px }
.modal > div { padding:0 16px 16px }
.modal > header { display:flex; justify-content:space-between; padding:16px; font-size:20px; font-weight:700 }
.modal .row { display:block }
footer { display:flex; justify-content:flex-end; gap:8px; padding:16px }
label { display:block; font-weight:600; margin:16px 0 8px }
label em { color:#da373c; font-style:normal; margin-left:4px }
.box, .area { background:var(--field); border:1px solid var(--line); border-radius:8px; padding:8px 12px;
  min-height:40px }
.area { min-height:110px }
@media (max-width:600px) { main { padding:12px 10px 40px } .message { gap:10px } .container { padding:12px } }
"""
#: Seen by those who asked alone.
_PRIVATE = frozenset({"How did I do?", "Drill", "Drill, answered", "Hint", "Help", "Setup", "Setup, with mistakes"})
_THREAD = "https://discord.com/channels/1/2"
_MANAGER = "100000000000000001"
_NOTE = '<small class="private">👁 Only you can see this · <a>Dismiss message</a></small>'


def preview_page(question: Question, answered: int = 5) -> str:
    """Give a page that shows the question's messages and forms as Discord would, of a round that so many answered."""
    shown = "\n".join(f"<h2>{escape(title)}</h2>\n{html}" for title, html in _shown(question, answered))
    title = escape(f"{question.ref} in Discord")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n"
        f'<main class="dark"><h1>{title}</h1>\n{shown}</main>\n'
        f"<main><h1>The same in the light</h1>\n{shown}</main>\n</body></html>\n"
    )


def _shown(question: Question, answered: int) -> Iterator[tuple[str, str]]:
    """Give everything that can be seen, each with its name."""
    for name, card in (
        cards(question, answered) | {"Hint": hint_card(question), "Help": help_card(help_page(COMMANDS.values()))}
    ).items():
        made = card_html(card, private=name in _PRIVATE)
        for number, html in enumerate(made, start=1):
            yield name if len(made) == 1 else f"{name} ({number} of {len(made)})", html
    for name, form in forms(question).items():
        yield name, modal_html(answer_form(form, "round:7"), OPENED)
    for action, (title, _) in REASONS.items():
        yield title, modal_html(reason_form(action, "round:7"), OPENED)
    yield from _setup(question)


def card_html(card: Card, *, private: bool = False) -> list[str]:
    """Give each message of a card as HTML."""
    made = messages(_linked(ByOptions(CommandNames()).in_card(card)))
    return [_posted(layout(message, of=len(made)), private=private) for message in made]


def _linked(card: Card) -> Card:
    """Put the link to its thread where a changed card has one."""
    return with_link(card, _THREAD) if card.thread_link else card


def _setup(question: Question) -> Iterator[tuple[str, str]]:
    values = {"channel": "100000000000000002", "zone": ZONE, "holidays": "DE-BY", "managers": _MANAGER}
    packs = {question.pack: question.pack.upper(), "team": "Questions of our team"}
    draft = Draft(packs, values, SLOTS, ("keypoints", "participation"))
    problems = {"zone": "There is no time zone “Europe/Berlln”. Did you mean Europe/Berlin?"}
    yield "Setup, at first", _posted(setup_view(replace(draft, is_whole=False, slots=()), 1), private=True)
    yield "Setup", _posted(setup_view(draft, 1), private=True)
    yield "Setup, with mistakes", _posted(setup_view(draft, 1, problems), private=True)
    for form in (step_form(step, draft, 1) for step in STEPS):
        yield form.title, modal_html(form, OPENED)


def _posted(view: LayoutView, *, private: bool) -> str:
    return (
        '<article class="message"><div class="face">A</div><div><b>Askaday</b> <span class="app">APP</span> '
        f"<small>09:00</small>{view_html(view, OPENED)}{_NOTE if private else ''}</div></article>"
    )
