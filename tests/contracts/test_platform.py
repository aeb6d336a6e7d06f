"""What every chat platform promises; a new one adds a row to STANDS and passes."""

import random
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from core.domain.event import Pressed, Said
from core.domain.outgoing import Errand, Open, Outgoing, Post, Receipt
from core.domain.place import Place
from core.domain.reply import Button, Prose, Reply, Speech, say
from core.domain.token import token
from tests.contracts.stand import STANDS, Stand

JOINER = "\u2060"
HOSTILE = (
    "<!channel> <!here> @everyone @here",
    "<@U0INES> <@600000000000000002> <#C0CLASS>",
    "<https://evil.test|click> https://evil.test/x www.evil.test",
    "*bold* _it_ ~no~ `code` > quote # title",
    "<script>alert(1)</script> <img src=x onerror=y>",
    ":smile: &lt;!channel&gt; [a](https://evil.test)",
)
numbers = count(1)


@pytest.fixture(params=list(STANDS))
async def stand(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stand]:
    async with STANDS[request.param](tmp_path) as made:
        yield made


async def send(stand: Stand, place: Place, errand: Errand, key: str = "") -> Receipt:
    return await stand.platform.send(outgoing(place, errand, key))


def outgoing(place: Place, errand: Errand, key: str = "") -> Outgoing:
    return Outgoing(key or f"contract-{next(numbers)}", "lane", place, errand)


async def thread(stand: Stand) -> Place:
    """A private place of the first person's."""
    opened = await send(stand, stand.common, Open("ref", stand.people[0], "An interview"))
    assert opened.place is not None
    return opened.place


def bare(text: str) -> str:
    """Only what carries meaning: no joiners, no markup's backslashes, no spaces."""
    return "".join(text.replace(JOINER, "").replace("\\", "").replace("\u200b", "").split())


async def test_what_is_typed_in_an_opened_place_comes_from_that_place(stand: Stand) -> None:
    place = await thread(stand)
    await stand.types(stand.people[0], place, "Hello there")
    (event,) = stand.door.events
    assert (event.place, Place.parse(str(event.place))) == (place, place)
    assert isinstance(event.body, Said)
    assert (event.actor.user, event.body.text) == (stand.people[0], "Hello there")


async def test_nobody_but_people_is_heard(stand: Stand) -> None:
    place = await thread(stand)
    await send(stand, place, Post(say("A first line.")))
    await stand.noise(place)
    assert [event.body for event in stand.door.events] == []


@pytest.mark.parametrize("length", [1, 1_999, 2_001, 12_001, 40_000])
async def test_long_text_arrives_whole_and_in_order(stand: Stand, length: int) -> None:
    dice = random.Random(length)
    words = " ".join(f"{dice.randint(0, 99_999)}é" for _ in range(length // 6 + 1))
    text = words[: min(length, stand.longest)]
    place = await thread(stand)
    await send(stand, place, Post(Reply((Prose(text),))))
    assert bare(text) in bare(stand.shown(stand.people[0], place))


async def test_a_private_word_is_read_by_nobody_else(stand: Stand) -> None:
    mine, other = stand.people
    await send(stand, stand.common, Post(say("For you alone"), mine))
    assert "For you alone" in stand.shown(mine, stand.common)
    assert "For you alone" not in stand.shown(other, stand.common)


async def test_a_button_outlives_a_restart(stand: Stand) -> None:
    place = await thread(stand)
    pressed = token("done", "session-1")
    await send(stand, place, Post(say("Shall we?", buttons=(Button("Finish it", pressed),))))
    await stand.restart()
    await stand.presses(stand.people[0], place, "Finish it")
    tokens = [one.body.token for one in stand.door.events if isinstance(one.body, Pressed)]
    assert tokens == [pressed]


@pytest.mark.parametrize("text", HOSTILE)
async def test_untrusted_text_is_shown_and_never_alive(stand: Stand, text: str) -> None:
    place = await thread(stand)
    await send(stand, place, Post(Reply((Prose(text), Speech("Maria", text)))))
    assert stand.live(place) == []
    assert bare(text) in bare(stand.shown(stand.people[0], place))


async def test_what_was_sent_is_found_by_its_key_where_that_is_promised(stand: Stand) -> None:
    place = await thread(stand)
    posted, never = outgoing(place, Post(say("Once"))), outgoing(place, Post(say("Never")))
    receipt = await stand.platform.send(posted)
    if stand.platform.capabilities.find_by_key:
        assert await stand.platform.find(posted) == receipt
    assert await stand.platform.find(never) is None


async def test_as_many_buttons_as_are_promised_can_be_pressed(stand: Stand) -> None:
    place, most = await thread(stand), stand.platform.capabilities.max_buttons
    buttons = tuple(Button(f"Choice {n:02}", token("talk", f"c{n}")) for n in range(most))
    await send(stand, place, Post(say("Choose", buttons=buttons)))
    await stand.presses(stand.people[0], place, f"Choice {most - 1:02}")
    tokens = [one.body.token for one in stand.door.events if isinstance(one.body, Pressed)]
    assert tokens == [buttons[-1].token]


async def test_everybody_in_a_channel_is_told_and_the_app_is_marked(stand: Stand) -> None:
    members = await stand.platform.members(stand.common)
    assert set(stand.people) <= {one.user for one in members if not one.bot}
    assert sum(one.bot for one in members) == 1
