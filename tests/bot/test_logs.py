"""Logs: one form for every library, and nothing of what people said or hold secret."""

import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from bot.logs import PINNED, hashed, set_up_logs, watch_loop

SAID = "I have never told anybody this"
SECRET = "canary-of-the-signing-secret"
TOKENS = [
    "sk-" + "ant-api03-abcdefghijklmnop",
    "xox" + "b-123456789012-abcdefghijkl",
    "xapp" + "-1-A0123456789-123456789-abcdef",
    "MTk4NjIyNDgzNDcxOTI1MjQ4" + ".Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "postgresql://vc:" + "p4ssw0rd@localhost/vc",
    "Authorization: Bearer " + "abcdefghijklmnopqrstuvwxyz",
    "Authorization: Bot " + "abcdefghijklmnopqrstuvwxyz",
    "GET /?token=" + "abcdefghijklmnop HTTP/1.1",
]
FORMS: list[Literal["console", "json"]] = ["console", "json"]


class Written(io.StringIO):
    """What was written, and the last line of it as JSON."""

    @property
    def last(self) -> dict[str, object]:
        line: dict[str, object] = json.loads(self.getvalue().splitlines()[-1])
        return line


@pytest.fixture
def written() -> Iterator[Written]:
    """The log of a test; the process gets its own back."""
    root, hooks = logging.root, (sys.excepthook, threading.excepthook)
    before = (root.level, list(root.handlers), {n: logging.getLogger(n).level for n in PINNED})
    yield Written()
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)
    sys.excepthook, threading.excepthook = hooks


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("token", TOKENS)
def test_no_token_is_written_wherever_it_stands(
    written: Written, form: Literal["console", "json"], token: str
) -> None:
    set_up_logs(form, "DEBUG", stream=written)
    log = logging.getLogger("bot.slack")
    log.warning("refused: %s", token)
    log.warning("refused", extra={"outcome": token, "other": token})
    try:
        raise RuntimeError(token)
    except RuntimeError:
        log.exception("failed")
    secret = token.rpartition(" ")[2] if "Auth" in token else token
    assert secret not in written.getvalue()
    assert written.getvalue().count("[hidden]") >= 4


def test_a_secret_of_the_settings_is_found_in_any_form(written: Written) -> None:
    set_up_logs("json", "INFO", [SECRET, "short"], written)
    logging.getLogger("x").error("a short word and %s", {"signed": SECRET})
    assert written.last["event"] == "a short word and {'signed': '[hidden]'}"


@pytest.mark.parametrize("key", ["text", "prompt", "content", "student", "anything"])
def test_words_pass_only_under_known_keys(written: Written, key: str) -> None:
    set_up_logs("json", "DEBUG", stream=written)
    logging.getLogger("core.x").info("took", extra={key: SAID, "length": 31, "outcome": "done"})
    assert (written.last[key], written.last["length"], written.last["outcome"]) == (
        "[hidden]",
        31,
        "done",
    )


def test_lanes_are_told_apart_without_being_named(written: Written) -> None:
    set_up_logs("json", "INFO", stream=written)
    logging.getLogger("core.delivery").warning("lease lost", extra={"lane": "slack:T1:C1"})
    assert written.last["lane"] == hashed("slack:T1:C1") != hashed("slack:T1:C2")


@pytest.mark.parametrize("name", [*PINNED, "anthropic._base_client", "slack_sdk.web.client"])
def test_libraries_that_write_messages_at_debug_are_held(written: Written, name: str) -> None:
    set_up_logs("json", "DEBUG", stream=written)
    logging.getLogger(name).setLevel(logging.DEBUG)  # as ANTHROPIC_LOG=debug does
    logging.getLogger(name).debug("Request options: %s", SAID)
    logging.getLogger(name).warning("kept")
    logging.getLogger(name).setLevel(logging.NOTSET)
    assert SAID not in written.getvalue()
    assert written.last["event"] == "kept"


@pytest.mark.parametrize("quote", ["[parameters: ('{}',)]", "input_value='{}'", "DETAIL: ({})"])
def test_rows_in_the_text_of_an_error_are_hidden(written: Written, quote: str) -> None:
    set_up_logs("json", "INFO", stream=written)
    try:
        raise RuntimeError(f"[SQL: INSERT INTO messages]\n{quote.format(SAID)}")
    except RuntimeError:
        logging.getLogger("core.store").exception("the store failed")
    assert SAID not in written.getvalue()
    assert "INSERT INTO messages" in str(written.last["exception"])


@pytest.mark.parametrize("form", FORMS)
def test_locals_of_a_failed_function_are_not_printed(
    written: Written, form: Literal["console", "json"]
) -> None:
    set_up_logs(form, "INFO", stream=written)
    said = SAID
    try:
        raise ValueError(len(said))
    except ValueError:
        logging.getLogger("core").exception("failed")
    assert "ValueError: 30" in written.getvalue()
    assert SAID not in written.getvalue()


def test_lines_of_libraries_carry_our_context(written: Written) -> None:
    set_up_logs("json", "INFO", stream=written)
    with structlog.contextvars.bound_contextvars(session="s-7", platform="slack"):
        logging.getLogger("slack_bolt").info("connected")
    line = written.last
    assert (line["session"], line["platform"], line["level"]) == ("s-7", "slack", "info")
    assert str(line["timestamp"]).endswith("Z")


def test_an_uncaught_error_goes_the_same_way(written: Written) -> None:
    set_up_logs("json", "INFO", [SECRET], written)
    sys.excepthook(RuntimeError, RuntimeError(SECRET), None)
    assert written.last["event"] == "uncaught error"
    assert "RuntimeError: [hidden]" in str(written.last["exception"])


def test_stopping_by_hand_is_no_error(written: Written) -> None:
    set_up_logs("json", "INFO", stream=written)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert written.getvalue() == ""


def test_an_uncaught_error_of_a_thread_goes_the_same_way(written: Written) -> None:
    set_up_logs("json", "INFO", stream=written)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in str(written.last["exception"])


async def test_what_a_task_left_behind_is_written_without_its_arguments(written: Written) -> None:
    set_up_logs("json", "INFO", stream=written)
    loop = asyncio.get_running_loop()
    watch_loop(loop)
    loop.call_exception_handler(
        {"message": "Task exception was never retrieved", "future": SAID, "exception": OSError(5)}
    )
    assert SAID not in written.getvalue()
    assert written.last["event"] == "a task failed unseen: Task exception was never retrieved"


def test_the_level_is_kept(written: Written) -> None:
    set_up_logs("json", "ERROR", stream=written)
    logging.getLogger("discord").warning("not wanted")
    logging.getLogger("core").info("not wanted")
    assert written.getvalue() == ""
