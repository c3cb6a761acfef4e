"""What is told of a platform that cannot be reached."""

from structlog.testing import capture_logs

from bot.errors import AskadayError
from bot.services.reaching import Reach

MORE = "Trying again; nothing is lost. `askaday doctor` says more."


def test_each_change_is_told_and_logged_once_and_what_is_wrong_already_at_the_start() -> None:
    reach, told = Reach("Slack"), list[str]()
    with capture_logs() as logged:
        reach.found()
        reach.lost(AskadayError("Slack did not answer in time."))

        reach.listen(told.append)
        for _ in range(3):
            reach.lost(AskadayError("Slack cannot be reached: Connection refused."))
        reach.found()
        reach.found()

    assert told == [
        f"Slack did not answer in time. {MORE}",
        f"Slack cannot be reached: Connection refused. {MORE}",
        "Slack is reached again.",
    ]
    assert [(one["event"], one["log_level"]) for one in logged] == list(
        zip(told, ["warning", "warning", "info"], strict=True)
    )
