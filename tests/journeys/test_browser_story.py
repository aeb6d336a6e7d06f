"""The main job in a real Chromium, against the real process."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.chromium import Watch
from tests.journeys.process import Play

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_student_practises_in_the_browser_and_a_restart_goes_unnoticed(
    browser: Browser, tmp_path: Path
) -> None:
    play = Play(tmp_path / "class.sqlite3")
    await play.start()
    context = await browser.new_context(viewport={"width": 1180, "height": 820})
    page = await context.new_page()
    watch = Watch(page, str(play.url.origin()), expected="ERR_")
    try:
        await page.goto(str(play.url))
        await page.get_by_role("button", name="Start").click()
        await page.get_by_role("button", name="Accept").click()
        log, box = page.get_by_role("log"), page.get_by_label("Message", exact=True)
        speeches = log.locator(".message.client")
        await expect(speeches).to_have_count(1)
        await expect(speeches.first).to_contain_text("demo client (scripted, no AI)")
        await box.fill("What brings you here today?")
        await page.keyboard.press("Enter")
        await expect(speeches).to_have_count(2)
        await play.kill()
        await expect(page.get_by_text("Connecting again…")).to_be_visible()
        await play.start()
        await expect(page.get_by_text("Connecting again…")).to_be_hidden()
        await box.fill("It sounds as if that has been hard.")
        await page.keyboard.press("Enter")
        await expect(speeches).to_have_count(3)
        await expect(log.locator(".message.person")).to_have_count(2)
        await log.get_by_role("button", name="Pause").last.click()
        await log.get_by_role("button", name="Resume").last.click()
        await expect(log).to_contain_text("goes on")
        await log.get_by_role("button", name="End").last.click()
        await page.get_by_role("dialog").get_by_role("button", name="End").click()
        await expect(log.get_by_role("heading", name="Your interview with")).to_be_visible()
        await expect(page.get_by_text("This thread is closed.")).to_be_visible()
        await expect(log.get_by_role("link").filter(has_text=".md")).to_be_visible()
        picture = log.locator("figure img")
        await picture.scroll_into_view_if_needed()
        assert await picture.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
        assert watch.found == []
    finally:
        await context.close()
        await play.stop()
