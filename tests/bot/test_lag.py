"""A blocked event loop shows in the metrics and in the log."""

import asyncio
import time
from contextlib import suppress

import pytest

from bot.web.lag import Lag
from tests.core.delivery import until


def shown(lag: Lag) -> float:
    name, value = lag.lines()[0].split()
    assert name == "virtual_client_loop_lag_seconds"
    return float(value)


async def test_a_blocked_loop_is_measured_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    lag = Lag()
    watching = asyncio.create_task(lag.watch())
    await asyncio.sleep(0)
    time.sleep(1.5)  # noqa: ASYNC251 - this is the fault
    await until(lambda: shown(lag) > 1.0)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    assert "the event loop was blocked" in caplog.text


def test_before_the_first_look_nothing_was_late() -> None:
    assert shown(Lag()) == 0.0
