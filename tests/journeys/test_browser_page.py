"""The playground's page in a real Chromium: keyboard, forms, buttons, two people at once."""

import asyncio
import time

import pytest
from playwright.async_api import Page, Route, expect

from core.domain.event import Called, Event, Pressed, Submitted
from core.domain.outgoing import Close, Open, Post
from core.domain.reply import Button, Choice, Field, FileRef, Form, Reply, say
from core.errors import StoreBusyError
from tests.bot.playground.world import Command, Option, World, client_line
from tests.chromium import Visit
from tests.pace import slowness

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

COMMANDS = (
    Command("help", "What works here"),
    Command("practice", "Start or continue an interview", (Option("client", autocomplete=True),)),
)
CLIENTS = (Choice("maria", "Maria Delgado"), Choice("tarik", "Tarik Begić"))


async def go(page: Page, name: str) -> None:
    await page.get_by_role("navigation").get_by_role("button", name=name).click()


async def said(world: World) -> None:
    """Wait until the door has something new."""
    async with asyncio.timeout(60):
        while not world.door.events:  # noqa: ASYNC110  the door is a plain double
            await asyncio.sleep(0.01)


@pytest.mark.slow
async def test_the_page_is_there_in_half_a_second(visit: Visit, world: World) -> None:
    page = await visit()
    times = []
    for _ in range(5):
        began = time.monotonic()
        await page.reload()
        await page.get_by_role("heading", level=1, name="interviewing").wait_for()
        times.append(time.monotonic() - began)
    assert min(times) <= 0.5 * slowness()


async def test_the_key_is_not_left_in_the_address(visit: Visit) -> None:
    page = await visit()
    assert "token" not in page.url
    assert await page.evaluate("document.cookie") == ""


async def test_the_frame_speaks_the_readers_language(visit: Visit, world: World) -> None:
    page = await visit()
    await page.goto(f"{world.base}/?lang=es-MX#ines")
    await page.get_by_role("textbox", name="Mensaje", exact=True).wait_for()
    await expect(page.get_by_role("navigation", name="Lugares")).to_contain_text(
        "Mensajes directos"
    )
    frame = await page.locator("body").inner_text()
    assert await page.locator("html").get_attribute("lang") == "es"
    assert [text for text in ("Act as", "sends", "Class", "quiet") if text in frame] == []


async def test_a_command_is_given_by_keyboard_alone(visit: Visit, world: World) -> None:
    world.door.commands, world.door.choices = COMMANDS, CLIENTS
    page = await visit()
    await page.get_by_label("Message", exact=True).focus()
    await page.keyboard.type("/")
    options = page.get_by_role("listbox").get_by_role("option")
    await expect(options).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    command = page.get_by_role("combobox", name="Command")
    await expect(command).to_have_attribute("aria-activedescendant", "item-1")
    await page.keyboard.press("Enter")
    await page.keyboard.type("client:tar")
    await expect(options.first).to_have_text("Tarik Begić")
    await expect(options).to_have_count(1)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await said(world)
    assert world.door.events[0].body == Called("practice", {"client": "tarik"})


async def test_escape_leaves_the_palette_and_then_the_command(visit: Visit, world: World) -> None:
    world.door.commands = COMMANDS
    page = await visit()
    await page.get_by_label("Message", exact=True).focus()
    await page.keyboard.type("/he")
    await page.get_by_role("listbox").wait_for()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Message", exact=True)).to_be_focused()
    assert world.door.events == []


async def test_enter_sends_and_shift_enter_breaks_the_line(visit: Visit, world: World) -> None:
    page = await visit()
    await go(page, "Virtual Client")
    await page.get_by_label("Message", exact=True).focus()
    await page.keyboard.type("Good morning.")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("How are you?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Good morning.\nHow are you?")
    assert [event.body.text for event in world.door.events] == ["Good morning.\nHow are you?"]


async def test_a_form_shows_its_errors_beside_the_field(visit: Visit, world: World) -> None:
    fields = (Field("title", "Title", required=True), Field("graded", "Graded", "checkbox"))
    world.door.form = Form("New assignment", "run|save|a1", fields)
    world.door.errors = {"title": "This title is taken."}
    page = await visit()
    await page.get_by_label("Message", exact=True).fill("/assign")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New assignment")
    title = dialog.get_by_label("Title")
    await title.fill("Week 1")
    await dialog.get_by_label("Graded").check()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("This title is taken.")).to_be_visible()
    await expect(title).to_be_focused()
    await expect(title).to_have_attribute("aria-invalid", "true")
    world.door.errors = {}
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    wanted = Submitted("run|save|a1", {"title": "Week 1", "graded": True})
    assert [event.body for event in world.door.events] == [wanted]


async def test_a_missing_field_is_asked_for_before_anything_is_sent(
    visit: Visit, world: World
) -> None:
    world.door.form = Form("New", "run|save|a1", (Field("title", "Title", required=True),))
    page = await visit()
    await page.get_by_label("Message", exact=True).fill("/assign")
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Please fill this in.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert world.door.events == []


@pytest.mark.parametrize(("answer", "count"), [("Cancel", 0), ("End", 1)])
async def test_a_grave_button_asks_first(
    visit: Visit, world: World, answer: str, count: int
) -> None:
    await world.send(world.channel, Post(client_line()))
    page = await visit()
    await page.get_by_role("log").get_by_role("button", name="End").click()
    await page.get_by_role("dialog").get_by_role("button", name=answer).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("log").get_by_role("button", name="End")).to_be_enabled()
    assert len(world.door.events) == count


async def test_a_double_click_is_one_press(visit: Visit, world: World) -> None:
    await world.send(world.channel, Post(client_line()))
    held = asyncio.Event()
    take = world.door.accept

    async def slow(event: Event) -> bool:
        await held.wait()
        return await take(event)

    world.door.accept = slow
    page = await visit()
    pause = page.get_by_role("log").get_by_role("button", name="Pause")
    await pause.dblclick(force=True)
    await expect(pause).to_be_disabled()
    held.set()
    await expect(pause).to_be_enabled()
    assert [type(event.body) for event in world.door.events] == [Pressed]


async def test_start_leads_into_the_new_thread(visit: Visit, world: World) -> None:
    start = Button("Start", "run|start|a1", "primary")
    await world.send(world.channel, Post(say("Week 1", buttons=(start,))))
    take = world.door.accept

    async def begin(event: Event) -> bool:
        opened = await world.send(event.place, Open("s1", "ines", "Maria, attempt 1"))
        await world.send(opened.place, Post(client_line("You again?")))
        reply = Reply(say("Your interview is open.").blocks, goto=opened.place)
        await world.send(event.place, Post(reply, to="ines"))
        return await take(event)

    world.door.accept = begin
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Maria, attempt 1")
    await expect(page.get_by_role("log")).to_contain_text("You again?")
    await go(page, "interviewing")
    await page.get_by_role("button", name="Open Maria, attempt 1").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Maria, attempt 1")


async def test_two_people_see_the_same_class_and_their_own_lines(
    visit: Visit, world: World
) -> None:
    ines, omar = await visit("ines"), await visit("omar")
    await ines.get_by_label("Message", exact=True).fill("Hello, class")
    await ines.keyboard.press("Enter")
    await expect(omar.get_by_role("log")).to_contain_text("Hello, class")
    await world.send(world.channel, Post(say("For Omar only"), to="omar"))
    await expect(omar.get_by_text("Only you can see this")).to_be_visible()
    await world.send(world.channel, Post(say("For everybody")))
    await expect(ines.get_by_role("log")).to_contain_text("For everybody")
    assert "For Omar only" not in await ines.content()


async def test_acting_as_somebody_else_shows_their_places(visit: Visit, world: World) -> None:
    await world.send(world.channel, Open("s1", "omar", "Tarik, attempt 2"))
    page = await visit()
    assert await page.get_by_role("button", name="Tarik").count() == 0
    await page.get_by_label("Act as").select_option("omar")
    await expect(page.get_by_role("button", name="Tarik")).to_be_visible()


async def test_unread_messages_are_counted_until_they_are_seen(visit: Visit, world: World) -> None:
    page = await visit()
    await world.send(world.playground.rooms.dm("ines"), Post(say("one")))
    await world.send(world.playground.rooms.dm("ines"), Post(say("two")))
    line = page.get_by_role("navigation").get_by_role("button", name="Virtual Client")
    await expect(line).to_contain_text("2 unread")
    await line.click()
    await expect(line).not_to_contain_text("unread")


async def test_a_closed_thread_can_be_read_and_not_answered(visit: Visit, world: World) -> None:
    opened = await world.send(world.channel, Open("s1", "ines", "Maria"))
    await world.send(opened.place, Post(client_line()))
    page = await visit()
    await go(page, "Maria")
    await expect(page.get_by_label("Message", exact=True)).to_be_visible()
    await world.send(opened.place, Close())
    await expect(page.get_by_text("This thread is closed.")).to_be_visible()
    await expect(page.get_by_label("Message", exact=True)).to_be_hidden()


async def test_a_file_is_downloaded_under_its_name(visit: Visit, world: World) -> None:
    files = (FileRef("f1", "maria-attempt-1.md", "text/markdown"),)
    await world.send(world.channel, Post(Reply(files=files)))
    page = await visit()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="maria-attempt-1.md").click()
    assert (await download.value).suggested_filename == "maria-attempt-1.md"


async def test_what_the_core_cannot_take_stays_in_the_box(visit: Visit, world: World) -> None:
    world.door.failure = StoreBusyError("full")
    page = await visit(expected="503")
    await go(page, "Virtual Client")
    box = page.get_by_label("Message", exact=True)
    await box.fill("Do not lose me")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").first).to_contain_text("nothing was sent")
    await expect(box).to_have_value("Do not lose me")
    await expect(page.get_by_role("log")).not_to_contain_text("Do not lose me")


async def test_a_lost_request_is_sent_again_and_counts_once(visit: Visit, world: World) -> None:
    page = await visit(expected="ERR_FAILED")
    await go(page, "Virtual Client")
    tries: list[str] = []

    async def lose(route: Route) -> None:
        tries.append(route.request.post_data or "")
        if len(tries) == 1:
            await route.fetch()
        await (route.abort() if len(tries) < 3 else route.continue_())

    await page.route("**/act", lose)
    await page.get_by_label("Message", exact=True).fill("Only once")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log").locator(".text")).to_have_text(["Only once"])
    async with asyncio.timeout(60):
        while len(tries) < 3:  # noqa: ASYNC110  the page decides when it tries again
            await asyncio.sleep(0.05)
    assert len(set(tries)) == 1
    assert [event.body.text for event in world.door.events] == ["Only once"]
    await expect(page.get_by_role("log").locator(".text")).to_have_count(1)


@pytest.mark.parametrize("rules", ["slack", "discord"])
async def test_the_rules_of_the_platform_can_be_tried(
    visit: Visit, world: World, rules: str
) -> None:
    opened = await world.send(world.channel, Open("s1", "ines", "Maria"))
    world.door.commands = COMMANDS
    page = await visit()
    await go(page, "Maria")
    await page.get_by_label("Rules").select_option(rules)
    typed, answer = {
        "slack": ("/help", "/help is not supported in threads. Sorry!"),
        "discord": ("x" * 2_001, "2,001 characters, at most 2,000"),
    }[rules]
    await expect(page.get_by_label("Rules")).to_have_value(rules)
    await page.get_by_label("Message", exact=True).fill(typed)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").first).to_contain_text(answer)
    assert opened.place is not None
    assert world.door.events == []
