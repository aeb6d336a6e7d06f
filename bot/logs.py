"""Structured logs of what happened, never of what was said: no text, no name, no token."""

import asyncio
import hashlib
import logging
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from functools import partial
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor

log = logging.getLogger(__name__)

# At DEBUG these write prompts, messages or request lines.
PINNED = (
    "anthropic",
    "httpx2",
    "httpx",
    "httpcore",
    "slack_sdk",
    "slack_bolt",
    "discord",
    "aiohttp.access",
    "sqlalchemy",
    "asyncio",
)
OURS = frozenset({"event", "level", "logger", "timestamp", "exception", "stack"})
WORDS = frozenset(
    {
        "command",
        "engine",
        "event_id",
        "fault",
        "job",
        "kind",
        "model",
        "outcome",
        "platform",
        "purpose",
        "reference",
        "request_id",
        "schedule",
        "session",
        "state",
        "step",
        "version",
    }
)
HASHED = frozenset({"lane", "place", "section", "person", "tenant"})
SHORTEST_SECRET = 8
HIDDEN = "[hidden]"
TOKENS = re.compile(
    r"""
    sk-ant-[\w-]+ | xox[a-z](?:\.[a-z-]+)?-[\w-]+ | xapp-[\w-]+ | xwfp-[\w-]+
    | (?<![\w-])[\w-]{23,30}\.[\w-]{6}\.[\w-]{25,45}(?![\w-])          # Discord
    | (?<=://)[^\s/@]+:[^\s/@]+(?=@)                                    # user:password
    | (?i:(?<=bearer\s)|(?<=bot\s)|(?<=basic\s))[\w.=/+-]{16,}
    | (?i:(?<=[?&]token=)|(?<=[?&]code=)|(?<=[?&]key=))[^&\s"']+
    """,
    re.VERBOSE,
)
# Libraries put values into the texts of their errors: rows, inputs of a check.
QUOTED = re.compile(r"(\[parameters: |input_value=|DETAIL: ).*")


class Redactor:
    """Lets numbers pass, words only under known keys, and no secret anywhere."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        kept = sorted((one for one in secrets if len(one) >= SHORTEST_SECRET), key=len)
        self._secrets = tuple(reversed(kept))

    def __call__(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        return {key: self._shown(key, value) for key, value in event.items()}

    def clean(self, text: str) -> str:
        """Take every secret out of the text."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return QUOTED.sub(rf"\1{HIDDEN}", TOKENS.sub(HIDDEN, text))

    def _shown(self, key: str, value: object) -> object:
        if value is None or isinstance(value, int | float):
            return value
        if key in HASHED:
            return hashed(str(value))
        if key in OURS or key in WORDS:
            return self.clean(str(value))
        return HIDDEN


def hashed(name: str) -> str:
    """Twelve letters that stand for a lane or a person, the same at every start."""
    return hashlib.blake2s(name.encode("utf-8", "replace"), digest_size=6).hexdigest()


def set_up_logs(
    form: Literal["console", "json"],
    level: str,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send every line of this process, libraries included, through one formatter."""
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter(form, Redactor(secrets), colours=out.isatty()))
    handler.addFilter(is_wanted)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in PINNED:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.root.level))
    sys.excepthook = write_uncaught
    threading.excepthook = write_uncaught_in_thread


def formatter(
    form: Literal["console", "json"], redactor: Redactor, *, colours: bool
) -> ProcessorFormatter:
    last: Processor = JSONRenderer()
    if form == "console":
        last = ConsoleRenderer(colors=colours, exception_formatter=plain_traceback)
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        add_logger_name,
        add_log_level,
        ExtraAdder(),
        TimeStamper(fmt="iso", utc=True),
    ]
    after: list[Processor] = [
        ProcessorFormatter.remove_processors_meta,
        format_exc_info,
        redactor,
        last,
    ]
    return ProcessorFormatter(processors=after, foreign_pre_chain=before)


def is_wanted(record: logging.LogRecord) -> bool:
    """Hold the pins even where a library sets its own level later."""
    pinned = any(record.name == name or record.name.startswith(f"{name}.") for name in PINNED)
    return record.levelno >= logging.INFO or not pinned


def write_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log what would have ended in a bare stack trace; Ctrl-C stays silent."""
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("uncaught error", exc_info=(kind, error, trace))


def write_uncaught_in_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None:
        write_uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Log what a task left behind, without the representation of its arguments."""
    loop.set_exception_handler(write_left_behind)


def write_left_behind(_loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    error = context.get("exception")
    write = partial(log.error, "a task failed unseen: %s", context.get("message", ""))
    write(exc_info=error if isinstance(error, BaseException) else None)
