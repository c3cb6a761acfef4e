"""`askaday grading`: graders, and the model behind one of them."""

import typer

from bot.cli.grading.agreement import report
from bot.cli.grading.model import install_model
from bot.cli.grading.scoring import score

grading_app = typer.Typer(help="Graders and their model.", no_args_is_help=True)
grading_app.command("install-model")(install_model)
grading_app.command()(score)
grading_app.command()(report)
