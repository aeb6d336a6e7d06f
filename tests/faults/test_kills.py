"""Kill -9 at every labelled step and at random: nothing is lost, doubled, halved or reordered."""

import os
import time

import pytest

from tests.engines import DatabaseMaker
from tests.faults.sweep import Plan, sweep

KILLS = int(os.environ.get("KILLS", "150"))


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_kills_at_every_step_lose_and_double_nothing(database_maker: DatabaseMaker) -> None:
    seed = int(os.environ.get("SEED", time.time_ns() % 1_000_000))
    print(f"seed {seed}")
    outcome = sweep(Plan(database_maker.fresh(), KILLS, seed))
    assert outcome.broken == []
    assert outcome.kills >= KILLS
    assert outcome.acknowledged > KILLS
