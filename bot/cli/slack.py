"""`askaday slack`: what has to do with Slack."""

from pathlib import Path
from typing import Annotated

import typer

slack_app = typer.Typer(name="slack", help="What has to do with Slack.", no_args_is_help=True)
DEFAULT_OUT = Path("build/slack-preview.html")


@slack_app.command("preview")
def preview(
    question: Annotated[str, typer.Argument(help="A question: id, or pack/id.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = DEFAULT_OUT,
) -> None:
    """Write a page that shows a question's card, reveal, forms and Home tab as they look in Slack."""
    from adapters.slack.preview_page import preview_page  # slow import
    from bot.cli.packs import find_question  # slow import
    from bot.errors import InputError  # slow import

    page = preview_page(find_question(question))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{out} cannot be written: {reason}.", hint="Name another with --out.") from None
    typer.echo(f"Wrote {out}.")
