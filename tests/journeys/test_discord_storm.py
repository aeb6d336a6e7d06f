"""Histories on the fast layer: nothing lost, nothing doubled; `VC_SWEEP=full` runs 10,000.

`SEED` asks for others. The same over real sockets: `tests/journeys/test_discord_histories.py`.
"""

import os

import pytest

from tests.engines import SqliteMaker
from tests.gateway import sweep
from tests.journeys.simcord_histories import class_in_a_storm

SIZE, CLASSES = sweep(12, 25), sweep(1, 400)
SEED = int(os.environ.get("SEED", "20"))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(CLASSES))
async def test_generated_histories_lose_and_double_nothing(
    sqlite_maker: SqliteMaker, number: int
) -> None:
    assert await class_in_a_storm(sqlite_maker.fresh(), SEED + number, SIZE) == {}
