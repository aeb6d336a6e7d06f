"""The provider as a process of its own, for journeys that start the whole product."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from bot.clock import SystemClock
from core.domain.jsonvalue import Json
from tests.gateway import MemoryLedger, gateway, house, prompt


@pytest.fixture
def url() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.provider", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def control(url: str, path: str, value: Json = None) -> Json:
    data = None if value is None else json.dumps(value).encode()
    with urllib.request.urlopen(f"{url}{path}", data, timeout=60) as response:  # noqa: S310
        answer: Json = json.loads(response.read())
        return answer


async def test_a_provider_in_its_own_process_is_scripted_and_billed(url: str) -> None:
    ledger = MemoryLedger()
    assert control(url, "/_script", [{"status": 529}, {"text": "From afar."}]) == {"waiting": 2}
    async with gateway(url, house(SystemClock(), ledger)) as model:
        assert (await model.answer(prompt())).text == "From afar."
    assert control(url, "/_bill") == {"nusd": ledger.booked_nusd, "requests": 2}
    assert [seen["body"]["model"] for seen in control(url, "/_journal")] == [
        "claude-sonnet-5-5"
    ] * 2


async def test_a_probe_costs_one_token_and_needs_no_sentence(url: str) -> None:
    ledger = MemoryLedger()
    async with gateway(url, house(SystemClock(), ledger)) as model:
        answer = await model.answer(prompt(purpose="probe", max_tokens=1))
    assert answer.model == "claude-sonnet-5-5"
    assert ledger.records[0].tokens.output == 1
