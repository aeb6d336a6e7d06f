"""The README's picture, taken from the real thing: `python -m tests.journeys.screenshot`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, expect

from tests.chromium import open_browser
from tests.house.tree import ROOT
from tests.journeys.process import Play

PICTURE = ROOT / "bot/playground/screenshot.png"
STUDENT = (
    "Thank you for making the time today. How have things been at home?",
    "It sounds like these weeks have been heavy for you.",
    "What has been the hardest part of it?",
)


async def interview(page: Page) -> None:
    """Start, and say what the student says; each line gets its answer."""
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="Accept").click()
    speeches = page.get_by_role("log").locator(".message.client")
    for count, said in enumerate(STUDENT, 1):
        await expect(speeches).to_have_count(count)
        await page.get_by_label("Message", exact=True).fill(said)
        await page.keyboard.press("Enter")
    await expect(speeches).to_have_count(len(STUDENT) + 1)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        play = Play(Path(folder) / "class.sqlite3")
        await play.start()
        try:
            async with open_browser() as browser:
                page = await browser.new_page(viewport={"width": 1180, "height": 820})
                await page.goto(str(play.url))
                await interview(page)
                await page.screenshot(path=PICTURE)
        finally:
            await play.stop()


if __name__ == "__main__":
    asyncio.run(main())
