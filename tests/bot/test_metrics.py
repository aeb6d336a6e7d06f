"""Health, readiness and metrics of the running process, as a monitoring system reads them."""

import re

import pytest
from aiohttp import ClientSession

from bot.slack.counters import Counters
from bot.web.server import page
from tests.journeys.slack_class import TOKENS, Product, Student, running
from tests.slack_server.person import Person

LINE = re.compile(r"(# TYPE [a-z_]+ (counter|gauge|histogram)|[a-z_]+(\{[^{}\n]*\})? [0-9.e+-]+)")


async def get(product: Product, path: str) -> tuple[int, str]:
    async with (
        ClientSession() as http,
        http.get(f"http://127.0.0.1:{product.port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_the_pages_of_a_running_process_can_be_read(sqlite_url: str) -> None:
    async with running(sqlite_url, TOKENS) as (server, product):
        ines = Student(Person(server, "U0INES"))
        await ines.starts()
        await ines.asks("What brings you here?")
        assert await get(product, "/healthz") == (200, '{"alive": true}')
        status, ready = await get(product, "/readyz")
        assert (status, '"store": true' in ready, '"slack": true' in ready) == (200, True, True)
        _, text = await get(product, "/metrics")
    wrong = [line for line in text.splitlines() if LINE.fullmatch(line) is None]
    assert wrong == []
    assert 'virtual_client_slack_total{entrance="event",outcome="kept"} 1' in text
    assert "virtual_client_outbox_pending 0" in text
    assert "virtual_client_loop_lag_seconds " in text
    assert not {"Ines", "U0INES", "T0CLASS"} & set(re.findall(r"\w+", text))


@pytest.mark.parametrize(("seconds", "mark"), [(0.001, "0.005"), (0.2, "0.25"), (9.0, "+Inf")])
def test_an_acknowledgement_counts_in_every_step_from_its_own_on(seconds: float, mark: str) -> None:
    counters = Counters()
    counters.took(seconds)
    buckets = [line for line in counters.lines() if "_bucket" in line]
    first = next(line for line in buckets if line.endswith(" 1"))
    assert f'le="{mark}"' in first
    assert buckets[-1].endswith(" 1")


def test_each_family_has_its_type_once() -> None:
    text = page(['a_total{x="1"} 1', 'a_total{x="2"} 2', "b 3", 'c_bucket{le="1"} 1', "c_sum 1"])
    types = [line for line in text.splitlines() if line.startswith("#")]
    assert types == ["# TYPE a_total counter", "# TYPE b gauge", "# TYPE c histogram"]
