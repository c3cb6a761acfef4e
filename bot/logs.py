"""Structured logs: text on a terminal, JSON lines elsewhere. Secrets and answers are never logged."""

import logging
import sys

import structlog
from structlog.typing import Processor

from bot.config.settings import Settings

#: The loggers of the libraries that keep connections with platforms.
_CONNECTED_BY = ("slack_sdk", "slack_bolt", "discord")
#: Whose lost connections Askaday tells of itself (`bot/services/reaching.py`): each try there is but a warning.
_WATCHED = ("slack_sdk.socket_mode", "discord.client", "discord.shard")
#: What they and aiohttp raise where a connection ends or does not begin, beside what the system raises.
_LOST = ("SlackApiError", "ServerDisconnectedError", "WSServerHandshakeError", "ConnectionClosed", "GatewayNotFound")
#: What discord.py warns of and Askaday does without: voice, and a cache of members and channels.
_NEEDLESS = ("PyNaCl is not installed", "davey is not installed", "Guilds intent seems to be disabled")


def configure_logs(settings: Settings) -> None:
    """Send all logs, those of libraries too, to standard error in the chosen form."""
    is_text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    # A plain traceback: the pretty one prints local variables, and with them model answers and what people wrote.
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    renderer: Processor = console if is_text else structlog.processors.JSONRenderer()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level.upper()),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
        ],
    )
    handler.setFormatter(formatter)
    handler.addFilter(_brief)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    # One line per wake-up and job says nothing that the engine's own lines do not.
    logging.getLogger("apscheduler").setLevel(max(logging.WARNING, root.level))


def _brief(record: logging.LogRecord) -> bool:
    """Let one line do where a library has lost its connection: it makes a new one, and a traceback helps nobody."""
    if record.name.startswith("discord") and str(record.msg).startswith(_NEEDLESS):
        return False
    error = record.exc_info[1] if record.exc_info else None
    if record.name.startswith(_CONNECTED_BY) and (isinstance(error, OSError) or type(error).__name__ in _LOST):
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__}: {error})", ()
        record.exc_info = record.exc_text = None
        if record.name.startswith(_WATCHED):
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    return record.levelno >= logging.getLogger().level
