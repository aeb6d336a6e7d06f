"""The page for everybody: axe's rules, narrow and wide, light and dark."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from core.domain.outgoing import Open, Post
from core.domain.reply import Choice, Field, FileRef, Form, Heading, Reply, Row, Rows, Table, say
from tests.bot.playground.world import Command, Option, World, client_line
from tests.chromium import Visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FIELDS = (
    Field("title", "Title", required=True, hint="What the class sees"),
    Field("clients", "Clients", "multi_select", choices=(Choice("maria", "Maria"),)),
    Field("client", "First client", "select", choices=(Choice("maria", "Maria"),)),
    Field("due", "Due", "date"),
    Field("brief", "Briefing", "long_text"),
    Field("graded", "Graded", "checkbox"),
    Field("roster", "Roster", "file", error="This file is empty."),
    Field("member", "Student", "member"),
)


async def furnish(world: World) -> None:
    """Something of every kind in the channel and in a thread."""
    now = world.playground.journal.clock.now()
    blocks = (
        Heading("Week 3"),
        *say("Practise a first interview.").blocks,
        Rows((Row("Due", now),)),
        Table(("What", "You"), (("Open questions", "9 of 14"),)),
    )
    picture = FileRef("f1", "openness.png", "image/svg+xml", "Openness rose from 1 to 4 of 5")
    world.playground.load_file = picture_of
    await world.send(world.channel, Post(Reply(blocks, client_line().buttons, (picture,))))
    await world.send(world.channel, Post(say("You have used 1 attempt."), to="ines"))
    await world.act("ines", "say", text="Thank you", place=str(world.channel))
    opened = await world.send(world.channel, Open("s1", "ines", "Maria, attempt 1"))
    await world.send(opened.place, Post(client_line()))
    options = (Option("client", required=True),)
    world.door.commands = (Command("practice", "Start an interview", options),)
    world.door.form = Form("New assignment", "run|save|a1", FIELDS)


async def picture_of(_: str) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'


async def show(page: Page, part: str) -> None:
    """Bring the part of the page to be judged into view."""
    if part == "thread":
        if await page.get_by_role("button", name="Places").is_visible():
            await page.get_by_role("button", name="Places").click()
        await page.get_by_role("button", name="Maria").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Maria, attempt 1")
    elif part == "drawer":
        await page.get_by_role("button", name="Developer drawer").click()
    elif part in {"palette", "dialog"}:
        await page.get_by_label("Message", exact=True).focus()
        await page.keyboard.type("/")
        await page.get_by_role("listbox").wait_for()
    if part == "dialog":
        await page.keyboard.type("practice ")
        await page.keyboard.press("Enter")
        await page.get_by_role("dialog").wait_for()


@pytest.mark.parametrize("part", ["home", "thread", "palette", "dialog", "drawer"])
@pytest.mark.parametrize("width", [1180, 600, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(
    visit: Visit, world: World, scheme: str, width: int, part: str
) -> None:
    await furnish(world)
    page = await visit(width=width, scheme=scheme)
    await show(page, part)
    await page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    found = (await Axe().run(page)).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    sideways = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not sideways


async def test_a_new_line_is_announced_and_the_history_is_not(visit: Visit, world: World) -> None:
    await world.send(world.channel, Post(say("old")))
    page = await visit()
    log = page.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await world.send(world.channel, Post(say("new")))
    await expect(log).to_contain_text("new")
    await page.evaluate("document.getElementById('log').setAttribute('aria-live', 'seen')")
    await page.get_by_role("button", name="Virtual Client").click()
    assert await log.get_attribute("aria-live") in {"off", "polite"}


async def test_nothing_moves_for_those_who_asked_for_rest(visit: Visit, world: World) -> None:
    page = await visit()
    await page.emulate_media(reduced_motion="reduce")
    await world.playground.typing(world.channel)
    await expect(page.get_by_text("An answer is being written")).to_be_visible()
    assert await page.evaluate("document.getAnimations().length") == 0
