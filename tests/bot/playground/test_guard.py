"""Who may ask for the page, and what hostile bytes come to."""

import io
import json

import pytest
from aiohttp import ClientSession, web

from bot.clock import SystemClock
from bot.playground.events import ActError, read_act
from bot.playground.site import AddressError, Site, allowed_hosts, start
from tests.bot.playground.world import TOKEN, World

PLACE = "playground:demo:dm-ines:"
SAY = {"kind": "say", "as": "ines", "id": "a", "place": PLACE, "text": "hello"}


async def test_the_token_becomes_a_cookie_that_scripts_cannot_read(world: World) -> None:
    async with ClientSession() as stranger:
        response = await stranger.get(f"{world.base}/?token={TOKEN}")
    cookie = response.headers["Set-Cookie"]
    assert response.status == 200
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    "path", ["/", "/?token=wrong", "/events?as=ines", "/static/app.js", "/file/f1?as=ines"]
)
async def test_nothing_is_shown_without_the_token(world: World, path: str) -> None:
    async with ClientSession() as stranger:
        response = await stranger.get(world.base + path)
    assert response.status == 403
    assert "address that the command printed" in await response.text()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "[::", ""])
async def test_a_foreign_host_name_is_refused(world: World, host: str) -> None:
    response = await world.http.get(world.base + "/", headers={"Host": host})
    assert response.status in {400, 403}


@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", "http://127.0.0.1:1"])
async def test_only_the_own_page_may_act(world: World, origin: str) -> None:
    response = await world.post("/act", SAY, Origin=origin)
    assert response.status == 403
    assert world.door.events == []


async def test_every_answer_forbids_foreign_scripts(world: World) -> None:
    for path in ("/", "/static/app.js", "/palette?as=ines", "/nowhere"):
        response = await world.http.get(world.base + path)
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe\xfa",
        b"{",
        b"[" * 100_000,
        b'{"kind":' * 50_000,
        b'{"kind": NaN}',
        b'{"id": ' + b"9" * 10_000 + b"}",
    ],
)
async def test_bytes_that_are_no_action_change_nothing(world: World, body: bytes) -> None:
    response = await world.post("/act", body)
    assert response.status == 400
    assert world.door.events == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "shout"},
        {"kind": None},
        {"kind": ["say"]},
        {"id": ""},
        {"id": "x" * 65},
        {"id": "a b"},
        {"id": 7},
        {"as": 5},
        {"place": "playground:demo"},
        {"place": {}},
        {"text": 5},
        {"text": ""},
        {"text": " \n\t"},
        {"text": "x" * 200_001},
        {"text": {"deep": [[[[]]]]}},
        {"attachments": "photo.png"},
        {"attachments": [1]},
        {"extra": "field"},
        {"kind": "button", "token": "", "message": "1"},
        {"kind": "button", "token": "t", "message": "one"},
        {"kind": "button", "token": "t" * 301, "message": "1"},
        {"kind": "delete", "message": "²"},
        {"kind": "command", "command": "../etc"},
        {"kind": "command", "command": "practice", "options": []},
        {"kind": "command", "command": "practice", "options": {"a": 1.5}},
        {"kind": "command", "command": "practice", "options": {"a": 2**60}},
        {"kind": "modal", "token": "t", "values": {"a": [1]}},
        {"kind": "modal", "token": "t", "values": {"a": {"b": 1}}},
    ],
)
def test_an_action_of_another_shape_is_an_error(change: dict) -> None:
    with pytest.raises(ActError):
        read_act(SAY | change)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("nul\x00 here", "nul\ufffd here"),
        ("half \ud800 pair \udfff", "half \ufffd pair \ufffd"),
        ("\u202eright to left", "\u202eright to left"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("\x1b[31mred\x07", "\x1b[31mred\x07"),
        ("ŷ" * 50_000, "ŷ" * 50_000),
        ("\u200b", "\u200b"),
    ],
)
async def test_hostile_text_arrives_whole_and_storable(world: World, typed: str, kept: str) -> None:
    async with world.tab("ines") as tab:
        await tab.next()
        assert (await world.act("ines", "say", text=typed))["status"] == 200
        assert (await tab.until("message")).body["text"] == kept
    assert world.door.events[0].body.text == kept


async def test_a_huge_body_is_refused(world: World) -> None:
    body = io.BytesIO(json.dumps(SAY | {"text": "x" * 3_000_000}).encode())
    headers = {"Origin": world.base}
    response = await world.http.post(world.base + "/act", data=body, headers=headers)
    assert response.status == 413
    assert world.door.events == []


@pytest.mark.parametrize(
    "fields",
    [
        {"as": "omar"},
        {"as": "nobody"},
        {"place": "playground:demo:dm-omar:"},
        {"place": "playground:other:dm-ines:"},
        {"place": "slack:T1:C1:"},
        {"kind": "join", "text": ""},
    ],
)
async def test_a_place_that_one_does_not_see_takes_nothing(world: World, fields: dict) -> None:
    body = {name: value for name, value in (SAY | fields).items() if value}
    response = await world.post("/act", body)
    assert response.status == 403
    assert world.door.events == []


@pytest.mark.parametrize("path", ["events", "palette", "file/f1", "complete"])
async def test_nobody_of_that_name_sees_nothing(world: World, path: str) -> None:
    response = await world.http.get(f"{world.base}/{path}?as=nobody&place={PLACE}")
    assert response.status == 403


def test_another_address_has_to_be_meant() -> None:
    with pytest.raises(AddressError, match="--i-know"):
        allowed_hosts("0.0.0.0", i_know=False)  # noqa: S104  it is refused
    assert "192.0.2.1" in allowed_hosts("192.0.2.1", i_know=True)


async def test_a_port_in_use_is_named(world: World) -> None:
    port = int(world.base.rpartition(":")[2])
    with pytest.raises(AddressError, match=f"port {port} is in use"):
        await start(web.Application(), "127.0.0.1", port)


def test_two_playgrounds_on_one_machine_have_two_cookies() -> None:
    names = {Site(token, SystemClock()).cookie for token in ("one", "two")}
    assert len(names) == 2
