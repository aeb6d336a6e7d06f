"""Every message type and channel type of Discord's has a named outcome; nothing raises."""

import random
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.discord.calls import Calls
from bot.discord.events import (
    CHANNEL_TYPES,
    MESSAGE_TYPES,
    Ignored,
    Us,
    read_edit,
    read_erasure,
    read_message,
    snowflake,
)
from bot.discord.places import Places
from core.domain.event import Event, Said
from core.domain.place import Place
from tests.discord_server import spec

PLACE = Place("discord", "7", "71", "72")
DIRECT = Place("discord", "7", "73", "73")
US = Us("900000000000000001", content=True)
DEAF = Us("900000000000000001", content=False)
AUTHOR = {"id": "600000000000000002", "username": "ines", "global_name": "Ines"}


def message(**changed: Any) -> dict[str, Any]:
    return {
        "id": "1576142733821607936",
        "type": 0,
        "channel_id": "72",
        "author": AUTHOR,
        "content": "Hello?",
        "edited_timestamp": None,
        **changed,
    }


def outcome(read: Event | Ignored) -> str:
    return read.outcome if isinstance(read, Ignored) else read.body.kind


@pytest.mark.parametrize(("kind", "name"), MESSAGE_TYPES.items())
def test_every_message_type_has_its_outcome(kind: int, name: str) -> None:
    assert outcome(read_message(message(type=kind), PLACE, US)) == name


def test_only_a_plain_message_and_a_reply_are_somebodys_words() -> None:
    assert [kind for kind, name in MESSAGE_TYPES.items() if name == "said"] == [0, 19]


@pytest.mark.parametrize(
    ("schema", "table"),
    [("MessageType", MESSAGE_TYPES), ("ChannelTypes", CHANNEL_TYPES)],
)
def test_the_table_knows_every_type_that_discord_names(schema: str, table: dict[int, str]) -> None:
    if not spec.document():
        pytest.skip(spec.ABSENT)
    named = spec.document()["components"]["schemas"][schema]["oneOf"]
    assert {one["const"] for one in named} - set(table) == set()


@pytest.mark.parametrize("kind", [*CHANNEL_TYPES, 99])
async def test_only_a_private_thread_of_ours_holds_an_interview(kind: int) -> None:
    places = Places(Calls(SystemClock()))
    places.us = US.user
    about = {"type": kind, "parent_id": "71", "owner_id": US.user}
    places.learn({**about, "id": "72"}, "7")
    places.learn({**about, "id": "74", "owner_id": "600000000000000002"}, "7")
    found = [await places.interview(channel, "7", AUTHOR["id"]) for channel in ("72", "74")]
    assert found == [PLACE if CHANNEL_TYPES.get(kind) == "thread" else None, None]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"author": {**AUTHOR, "bot": True}}, "bot"),
        ({"author": {**AUTHOR, "system": True}}, "bot"),
        ({"webhook_id": "5"}, "bot"),
        ({"type": 99}, "unknown_type"),
        ({"type": "x"}, "unknown_type"),
        ({"author": None}, "malformed"),
        ({"author": {"id": "x"}}, "malformed"),
        ({"id": None}, "malformed"),
        ({"content": ""}, "said"),
    ],
)
def test_whoever_is_nobody_is_not_heard(changed: dict[str, Any], expected: str) -> None:
    assert outcome(read_message(message(**changed), PLACE, US)) == expected


@pytest.mark.parametrize(
    "extra",
    [
        {"attachments": [{"filename": "voice-message.ogg"}], "flags": 1 << 13},
        {"attachments": [{"filename": "huge.bin", "size": 500_000_000}]},
        {"sticker_items": [{"id": "1"}]},
        {"message_snapshots": [{}]},
        {"poll": {"question": {}}},
    ],
    ids=["voice", "huge file", "sticker", "forward", "poll"],
)
def test_what_is_no_text_comes_as_a_message_without_words(extra: dict[str, Any]) -> None:
    read = read_message(message(content="", **extra), PLACE, US)
    assert isinstance(read, Event)
    assert read.body == Said("1576142733821607936", "", 1)


def test_without_the_content_intent_an_empty_message_is_no_turn() -> None:
    assert outcome(read_message(message(content=""), PLACE, DEAF)) == "not_heard"
    assert outcome(read_message(message(content=""), DIRECT, DEAF)) == "said"


def test_a_mention_of_us_is_taken_off_the_words() -> None:
    read = read_message(message(content=f"<@{DEAF.user}> And then?"), PLACE, DEAF)
    assert isinstance(read, Event)
    assert read.body == Said("1576142733821607936", " And then?", 0)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"edited_timestamp": "2026-11-20T12:00:00+00:00"}, "edited"),
        ({}, "no_edit"),
        ({"edited_timestamp": "2026-11-20T12:00:00+00:00", "content": ""}, "no_edit"),
        ({"edited_timestamp": "2026-11-20T12:00:00+00:00", "type": 7}, "no_edit"),
        ({"author": {**AUTHOR, "bot": True}}, "bot"),
    ],
)
def test_an_edit_is_one_only_when_its_author_changed_the_words(
    changed: dict[str, Any], expected: str
) -> None:
    assert outcome(read_edit(message(**changed), PLACE)) == expected


def test_an_erasure_names_the_message() -> None:
    assert outcome(read_erasure("1576142733821607936", PLACE, 5)) == "erased"
    assert outcome(read_erasure("x", PLACE, 5)) == "malformed"


@pytest.mark.parametrize("value", [None, True, -1, "", "x", "1.5", "²", "1" * 21, [], {}])
def test_what_is_no_id_is_none(value: object) -> None:
    assert snowflake(value) == ""


def test_ten_thousand_payloads_of_any_shape_raise_nothing() -> None:
    dice = random.Random(6)
    odd = [None, True, -1, 3.5, "", "x", "9" * 30, "\ud800", [], {}, [None], {"id": 1}, AUTHOR]
    for _ in range(10_000):
        payload = message()
        for key in dice.sample(sorted(payload), k=dice.randint(1, 4)):
            payload[key] = dice.choice(odd)
        read_message(payload, PLACE, dice.choice([US, DEAF]))
        read_edit(payload, PLACE)
