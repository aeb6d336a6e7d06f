"""What Slack is shown: inert, within every limit, and nothing lost on the way."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack.render import Part, render
from bot.slack.text import JOINER, inert, made_inert
from core.domain.parts import split
from core.domain.place import Place
from core.domain.reply import (
    Block,
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
from tests.slack_server.strict import check_message

CANARY = "<!channel> <@U0RUTH> <!subteam^S1> <https://evil.test/?d=1|click> *b* `c` & "
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PARSED = {"mrkdwn", "markdown"}
ALLOWED = {"text", "fallback", "alt_text"}
PIECES = (
    "a",
    "é",
    "e\u0301",
    "👩‍👩‍👧‍👦",
    "🇨🇦",
    "👍🏽",
    "日本",
    " ",
    "\n",
    "\n\n",
    ". ",
    "word ",
    "<@U1>",
)


def link(place: Place) -> str:
    return f"https://class.slack.test/archives/{place.channel}"


def strings(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a payload with the name of its field."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from strings(value, key)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings(value, path)
    elif isinstance(node, str):
        yield path, node


def tainted(block: Block) -> Reply:
    button = Button(CANARY, "run|talk|x", confirm=CANARY)
    return Reply((block,), (button,), (FileRef("f1", CANARY, "text/plain", CANARY),))


BLOCKS: list[Block] = [
    Heading(CANARY),
    Prose(CANARY * 50),
    Speech(CANARY, CANARY, CANARY),
    Rows((Row(CANARY, CANARY), Row("when", NOW))),
    Table((CANARY, CANARY), ((CANARY, CANARY),)),
    Note(CANARY),
]


def sent(part: Part) -> dict[str, Any]:
    return {"text": part.text, "blocks": list(part.blocks)}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.kind)
def test_untrusted_text_stands_only_where_slack_parses_nothing(block: Block) -> None:
    for part in render(tainted(block), link):
        fields = {name for name, text in strings(part.blocks) if "channel" in text}
        kinds = {text for name, text in strings(part.blocks) if name == "type"}
        assert fields <= ALLOWED
        assert not kinds & (PARSED | {"section", "link", "user", "broadcast"})
        assert "<" not in part.text


@pytest.mark.parametrize("address", ["https://evil.test/x", "evil.test", "www.evil.test/a?b=c"])
def test_an_address_is_shown_and_leads_nowhere(address: str) -> None:
    shown = inert(f"see {address} now")
    assert address not in shown
    assert shown.replace(JOINER, "") == f"see {address} now"


def test_text_that_runs_backwards_is_shown_forwards() -> None:
    assert inert("a\u202eb\u2066c") == "abc"


@pytest.mark.parametrize("seed", range(60))
def test_long_text_in_parts_is_the_same_text(seed: int) -> None:
    dice = random.Random(seed)
    text = "".join(dice.choice(PIECES) for _ in range(dice.randint(0, 9_000)))
    limit = dice.choice([80, 500, 3_000])
    parts = split(text, limit)
    assert "".join(parts) == text
    assert max(map(len, parts)) <= limit


@pytest.mark.parametrize("piece", ["e\u0301", "👍🏽", "🇨🇦", "👩‍👩‍👧‍👦"])
def test_a_character_of_several_is_never_cut(piece: str) -> None:
    parts = split(piece * 60, 100)
    assert all(part == piece * (len(part) // len(piece)) for part in parts)


@pytest.mark.parametrize("length", [0, 1, 2_999, 3_000, 3_001, 12_000, 50_000])
@pytest.mark.parametrize("kind", ["prose", "speech", "note"])
def test_every_part_of_a_long_reply_is_taken(kind: str, length: int) -> None:
    text = ("word " * (length // 5 + 1))[:length]
    kinds: dict[str, Block] = {
        "prose": Prose(text),
        "speech": Speech("Maria", text),
        "note": Note(text),
    }
    parts = render(Reply((kinds[kind],), (Button("Help", "run|help|"),)), link)
    shown = "".join(
        words for part in parts for name, words in strings(part.blocks) if name == "text"
    )
    assert text in shown
    for part in parts:
        check_message(sent(part))


def test_a_reply_of_many_blocks_and_tables_is_taken() -> None:
    table = Table(("a", "b"), tuple((str(n), "") for n in range(120)))
    many = (Heading(""), *(Prose(f"line {n}") for n in range(130)), table, table)
    buttons = tuple(Button(f"B{n}", f"run|talk|{n}") for n in range(60))
    same = (Button("A", "run|talk|1"), Button("B", "run|talk|1"))
    for part in render(Reply(many, buttons + same), link):
        check_message(sent(part))


def test_under_a_clients_words_plain_buttons_fold_and_the_end_asks_first() -> None:
    buttons = (
        Button("Pause", "run|pause|s"),
        Button("End", "run|done|s", "danger", confirm="End?"),
        Button("Help", "run|help|s"),
    )
    part = render(Reply((Speech("Maria", "Hm."),), buttons), link)[0]
    end, menu = part.blocks[-1]["elements"]
    assert (end["action_id"], menu["type"]) == ("run|done|s", "overflow")
    assert end["confirm"]["text"]["text"] == "End?"
    assert [one["value"] for one in menu["options"]] == ["run|pause|s", "run|help|s"]


def test_commands_are_named_as_they_are_typed_here_but_never_in_somebodys_words() -> None:
    line = "/sessions lists them"
    blocks: tuple[Block, ...] = (
        Heading(line),
        Prose(line),
        Rows((Row(line, line),)),
        Table((line,), ((line,),)),
        Note(line),
    )
    reply = Reply(blocks, (Button(line, "run|sessions|", confirm=line),))
    shown = [text for part in render(reply, link) for _, text in strings(part.blocks)]
    assert [one for one in shown if "/sessions" in one] == []
    assert str(render(Reply((Speech("Ada", line, ""),)), link)).count("/vc sessions") == 1


def test_an_instant_is_shown_in_the_readers_own_zone() -> None:
    part = render(Reply((Rows((Row("Due", NOW),)),)), link)[0]
    dates = [one for one in part.blocks[0]["elements"][0]["elements"] if one["type"] == "date"]
    assert (dates[0]["timestamp"], dates[0]["fallback"]) == (1_795_165_200, "2026-11-20 09:00 UTC")


def test_any_text_at_all_becomes_a_message_that_slack_takes() -> None:
    dice = random.Random(5)
    alphabet = "aZ0 <>&*_~`|@#!\n\t\x00\u202e\u2028\ud800é日👍🏽./:-"
    for _ in range(400):
        text = "".join(dice.choice(alphabet) for _ in range(dice.randint(0, 400)))
        reply = Reply((Heading(text), Speech(text, text), Note(text), Rows((Row(text, text),))))
        for part in render(reply, link):
            check_message(sent(part))
            json.dumps(sent(part)).encode("utf-8")


def test_the_quick_look_at_untrusted_text_comes_to_what_the_slow_one_does() -> None:
    dice = random.Random(9)
    pieces = ("a", "-", ".", " ", "é", ":", "/", "://", "\r", "www.", "mailto:", "co", "\u202e")
    for _ in range(20_000):
        text = "".join(dice.choices(pieces, k=7))
        assert inert(text) == made_inert(text), text
