"""A class in the playground with a real browser in front of it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.bot.playground.world import TOKEN, World, open_world
from tests.chromium import Visit, Watch, open_browser

expect.set_options(timeout=60_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path / "play.sqlite3") as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def visit(world: World, browser: Browser) -> AsyncIterator[Visit]:
    """Open the page as somebody; whatever a healthy page never shows fails the test."""
    watches: list[Watch] = []
    async with AsyncExitStack() as stack:

        async def opened(
            person: str = "ines", width: int = 1180, scheme: str = "light", expected: str = ""
        ) -> Page:
            size = {"width": width, "height": 820}
            context = await browser.new_context(viewport=size, color_scheme=scheme)
            context.set_default_timeout(60_000)
            stack.push_async_callback(context.close)
            page = await context.new_page()
            watches.append(Watch(page, world.base, expected))
            await page.goto(f"{world.base}/?token={TOKEN}#{person}")
            await page.get_by_role("heading", level=1, name="interviewing").wait_for()
            return page

        yield opened
    assert [found for watch in watches for found in watch.found] == []
