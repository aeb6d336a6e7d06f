"""One playground per test, on its own file and port."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.playground.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path / "play.sqlite3") as opened:
        yield opened
