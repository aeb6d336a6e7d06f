"""A real Chromium of this machine for tests that need a browser."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

Visit = Callable[..., Awaitable[Page]]

PLACES = (
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, the real program before any wrapper of it."""
    found = [place for place in PLACES if Path(place).is_file()]
    return next(iter(found), None) or next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start the browser; the test is skipped with its reason when there is none."""
    path = find_chromium()
    if path is None and os.environ.get("VC_REQUIRE_BROWSER"):
        pytest.fail("VC_REQUIRE_BROWSER is set, and there is no Chromium on this machine")
    if path is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


class Watch:
    """Everything about a page that a healthy one never shows."""

    def __init__(self, page: Page, origin: str, expected: str = "") -> None:
        self.found: list[str] = []
        self.expected = expected
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.found.append(f"dialog: {dialog.message}"))
        page.on("console", self._console)
        page.on("request", lambda request: self._request(request.url, origin))

    def _console(self, message: object) -> None:
        text = getattr(message, "text", "")
        known = bool(self.expected) and self.expected in text
        if getattr(message, "type", "") in {"error", "warning"} and not known:
            self.found.append(f"console: {text}")

    def _request(self, url: str, origin: str) -> None:
        if not url.startswith((origin + "/", "data:", "blob:")):
            self.found.append(f"request: {url}")
