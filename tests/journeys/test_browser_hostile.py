"""Hostile text in every field that a page shows stays text."""

from itertools import product

import pytest
from playwright.async_api import expect

from bot.playground.rooms import Person
from core.domain.outgoing import Open, Post
from core.domain.reply import (
    Button,
    FileRef,
    Heading,
    Note,
    Prose,
    Reply,
    Row,
    Rows,
    Speech,
    Table,
)
from tests.bot.playground.world import World
from tests.chromium import Visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BREAKERS = (
    "",
    '">',
    "'>",
    "`>",
    "</p>",
    "</textarea>",
    "</script>",
    "-->",
    "]]>",
    "\x00",
    "\u202e",
)
BREAKERS += ("{{", "${", "<!--", "</title>", "\\u003e", "&gt;", "%3E", "</style>")
BREAKERS += ("\ud83d\u200d>",)
ATTACKS = (
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<body onload=hit()>",
    "<input autofocus onfocus=hit()>",
    "<details open ontoggle=hit()>",
    "<a href=javascript:hit()>x</a>",
    "[x](javascript:hit())",
    "<object data=javascript:hit()>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<img src=//evil.example/pixel.png>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>Go</button></form>",
    "<base href=//evil.example/>",
    "<video><source onerror=hit()></video>",
    "<math><mtext><img src=x onerror=hit()></mtext></math>",
    "<template><script>hit()</script></template>",
    "<button onclick=hit()>Start</button>",
    "<dialog open><img src=x onerror=hit()></dialog>",
    "&#60;script&#62;hit()&#60;/script&#62;",
    "javascript:hit()//",
)
CORPUS = tuple(breaker + attack for breaker, attack in product(BREAKERS, ATTACKS))

FOREIGN = """
() => [...document.querySelectorAll('body *')].filter((each) =>
  ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'LINK', 'STYLE', 'META', 'BASE', 'VIDEO', 'MATH',
   'TEMPLATE', 'SOURCE', 'ANIMATE'].includes(each.tagName.toUpperCase()) ||
  [...each.attributes].some(({name}) => name.startsWith('on')) ||
  (each.tagName === 'A' && !each.hash && each.origin !== location.origin)
).map((each) => each.outerHTML)
"""


def hostile(text: str) -> Reply:
    """A reply with the text in every place that shows one."""
    speech = Speech(text, text, text)
    table = Table((text,), ((text,),))
    blocks = (speech, Heading(text), Prose(text), Note(text), Rows((Row(text, text),)), table)
    files = (FileRef("f1", text, "text/plain", text), FileRef("f2", text, "image/png", text))
    return Reply(blocks, (Button(text, "run|x|1", confirm=text),), files)


async def test_five_hundred_hostile_texts_stay_texts(visit: Visit, world: World) -> None:
    assert len(set(CORPUS)) == 500
    for text in CORPUS[:250]:
        await world.send(world.channel, Post(hostile(text)))
    page = await visit(expected="404")
    log = page.get_by_role("log")
    await expect(log.locator("article")).to_have_count(250)
    for text in CORPUS[250:]:
        await world.send(world.channel, Post(hostile(text)))
    await expect(log.locator("article")).to_have_count(500)
    shown = await log.locator(".prose p").all_text_contents()
    assert shown == [text.replace("\n\n", "") for text in CORPUS]
    assert await page.evaluate(FOREIGN) == []


async def test_hostile_names_titles_and_typed_words_stay_words(visit: Visit, world: World) -> None:
    for number, text in enumerate(ATTACKS):
        world.playground.rooms.add_person(Person(f"evil{number}", text, text))
        await world.send(world.channel, Open(f"s{number}", "ines", text))
        await world.act("ines", "say", text=text, attachments=[text], place=str(world.channel))
    page = await visit()
    threads = page.get_by_role("navigation").locator(".thread .place-title")
    assert sorted(await threads.all_text_contents()) == sorted(ATTACKS)
    assert await page.get_by_role("log").locator(".text").all_text_contents() == list(ATTACKS)
    assert await page.evaluate(FOREIGN) == []


async def test_a_hostile_text_is_typed_edited_and_confirmed(visit: Visit, world: World) -> None:
    page = await visit()
    attack = ATTACKS[1]
    await page.get_by_label("Message", exact=True).fill(attack)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text(attack)
    await page.get_by_role("button", name="Edit message").click()
    box = page.get_by_role("dialog").get_by_label("Message")
    await expect(box).to_have_value(attack)
    await box.fill(attack + " edited")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("log")).to_contain_text(attack + " edited")
    assert await page.evaluate(FOREIGN) == []
