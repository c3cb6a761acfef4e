"""`askaday slack`: what has to do with Slack."""

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.preview_file import Out, QuestionName, write_page

slack_app = typer.Typer(name="slack", help="What has to do with Slack.", no_args_is_help=True)
DEFAULT_OUT = Path("build/slack-preview.html")


class ManifestFormat(StrEnum):
    """How a manifest is written."""

    JSON = "json"
    YAML = "yaml"


@slack_app.command("manifest")
def manifest(
    form: Annotated[ManifestFormat, typer.Option("--format", help="How to write it.")] = ManifestFormat.JSON,
    url: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The public https address; without it, Socket Mode needs none.")
    ] = "",
    rotate_tokens: Annotated[
        bool, typer.Option(help="Let tokens expire and be renewed; Slack has no way back. Needs --url.")
    ] = False,
) -> None:
    """Print the manifest to create the Slack app from, with the commands' names of the settings."""
    # slow imports
    import yaml

    from adapters.slack.operate.manifest import app_manifest
    from bot.cli.checks.naming import command_names
    from bot.config.settings import read_settings
    from bot.errors import InputError

    if rotate_tokens and not url:
        raise InputError(
            "--rotate-tokens needs --url.", hint="Over Socket Mode the token of the settings stays as it is."
        )
    settings = read_settings()
    names = command_names(settings)
    made = app_manifest(names, url, rotates_tokens=rotate_tokens)
    if form is ManifestFormat.YAML:
        typer.echo(yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=100), nl=False)
    else:
        typer.echo(as_json(made))


def as_json(made: Mapping[str, object]) -> str:
    """Write a manifest as Slack's page takes it under JSON."""
    return json.dumps(made, indent=2, ensure_ascii=False)


@slack_app.command("preview")
def preview(question: QuestionName, out: Out = DEFAULT_OUT) -> None:
    """Write a page that shows a question's card, reveal, forms and Home tab as they look in Slack."""
    from adapters.slack.operate.preview_page import preview_page  # slow import
    from bot.cli.packs.app import find_question  # slow import

    write_page(out, preview_page(find_question(question)))


def secret_key() -> None:
    """Print a new key for ASKADAY_SECRET_KEYS, with which tokens of installations are encrypted."""
    # slow import
    from adapters.slack.connect.vault import new_key

    typer.echo(new_key())
