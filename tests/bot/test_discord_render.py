"""Replies as Discord's messages: whole, within every limit, with nothing in them that acts."""

import random
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.post import body_of
from bot.discord.render import Part, address, render, sure
from bot.discord.split import split
from bot.discord.text import inert, made_inert, plain
from core.domain.place import Place
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
from tests.discord_server import spec
from tests.discord_server.person import bare

HOSTILE = (
    "@everyone",
    "@here",
    "<@600000000000000002>",
    "<@&800>",
    "<#710000000000000001>",
    "</practice:77>",
    "<:smile:123456789012345678>",
    "<t:1:R>",
    "[free](https://evil.example)",
    "https://evil.example/x",
    "discord.gg/abc",
    "**bold** __under__ ~~gone~~ ||spoiler||",
    "```py\ncode```",
    "# heading\n> quote\n- list",
    "\u202egnp.exe",
)
WHOLE = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=9_000)


def shown(*blocks: object, **more: object) -> list[Part]:
    return list(render(Reply(tuple(blocks), **more)))  # type: ignore[arg-type]


@given(WHOLE, st.integers(1, 2_000))
@settings(max_examples=60, deadline=None)
def test_parts_joined_are_the_text_again(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert max(map(len, parts)) <= limit


@pytest.mark.parametrize("whole", ["👩‍👩‍👧", "👍🏽", "e\u0301", "🇨🇦", "\\*"])
def test_no_character_is_cut_in_two(whole: str) -> None:
    for before in range(6, 11):
        first = split("x" * before + whole + "y" * 20, 10)[0]
        assert first == "x" * min(before, 10) or whole in first


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_typed_acts_nowhere(text: str) -> None:
    reply = Reply((Prose(text), Speech(text, text, text), Rows((Row(text, text),)), Note(text)))
    told = "".join(part.content for part in render(reply))
    assert not re.search(
        r"@(everyone|here)|<[@#/:t][^\u200b]|(?<!\\)\[.*(?<!\\)\]\(|://[^\u2060]", told
    )


@pytest.mark.parametrize("text", HOSTILE[:13])
def test_what_somebody_typed_reads_as_typed(text: str) -> None:
    assert bare(inert(text)) == text


def test_twenty_thousand_mixtures_notify_nobody_and_unfold_nothing() -> None:
    dice = random.Random(6)
    for _ in range(20_000):
        text = "".join(dice.choices((*HOSTILE, " ", "a", "\\", "\n"), k=dice.randint(1, 6)))
        told = inert(text)
        assert not re.search(r"@(everyone|here)|<[@#/:]|://[^\u2060]", told)


def test_the_quick_look_at_untrusted_text_comes_to_what_the_slow_one_does() -> None:
    dice = random.Random(9)
    signs = [chr(code) for code in range(1, 256)]
    for _ in range(20_000):
        text = "".join(dice.choices(("a", "co", ".", " ", "word", dice.choice(signs)), k=6))
        assert inert(text) == made_inert(text), text


def test_a_message_says_that_nobody_is_notified_and_nothing_unfolds() -> None:
    body = body_of(Part("Hello"))
    assert (body["allowed_mentions"], body["flags"]) == ({"parse": []}, 4)


def test_every_block_is_shown() -> None:
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    (part,) = shown(
        Heading("Title"),
        Prose("Text."),
        Speech("Steve", "Hi.", "demo client"),
        Rows((Row("Due", at), Row("Kind", "graded"))),
        Table(("Name", "Role"), (("Ines", "student"),)),
        Note("Small."),
    )
    assert part.content == (
        "## Title\nText.\n**Steve**\n-# demo client\nHi.\n"
        "**Due:** <t:1795176000:F> (<t:1795176000:R>)\n**Kind:** graded\n"
        "```\nName  Role\nInes  student\n```\n-# Small."
    )


def test_an_empty_cell_stays_empty() -> None:
    (part,) = shown(Table(("", "Role"), (("1", ""),)))
    assert part.content == "```\n   Role\n1\n```"


def test_a_long_reply_is_parts_with_the_buttons_under_the_last() -> None:
    parts = shown(Prose("word " * 1_500), buttons=(Button("End", "run|done|1"),))
    assert [bool(part.components) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert max(len(part.content) for part in parts) <= 2_000


def test_a_table_that_is_too_long_has_its_fences_closed_in_every_part() -> None:
    cells = tuple((f"Student {n}", "x" * 60) for n in range(80))
    parts = shown(Table(("Name", "Work"), cells))
    assert all(part.content.count("```") == 2 and len(part.content) <= 2_000 for part in parts)


def test_more_files_than_a_message_takes_are_several_messages() -> None:
    files = tuple(FileRef(str(n), f"{n}.md", "text/markdown") for n in range(23))
    parts = shown(Prose("Files."), files=files)
    assert [len(part.files) for part in parts] == [10, 10, 3]


def test_a_button_that_asks_first_carries_another_prefix() -> None:
    (part,) = shown(Prose("x"), buttons=(Button("End", "run|done|1", "danger", "Sure?"),))
    (end,) = part.components[0]["components"]
    assert (end["custom_id"], end["style"]) == ("ask|done|1", 4)


def test_the_question_is_the_cores_own_while_it_is_known() -> None:
    assert sure("done", "1", "End", "This finishes attempt 1.").text == "This finishes attempt 1."
    assert sure("done", "1", "End").text == "End: are you sure?"


def test_thirty_buttons_are_rows_of_five_and_no_more_than_twenty_five() -> None:
    (part,) = shown(Prose("x"), buttons=tuple(Button(f"B{n}", f"run|x|{n}") for n in range(30)))
    assert [len(row["components"]) for row in part.components] == [5] * 5


def test_where_typing_is_not_heard_the_client_has_a_reply_button() -> None:
    reply = Reply((Speech("Steve", "Hi."),), (Button("End", "run|done|1"),))
    labels = [
        one["label"]
        for part in render(reply, typing_heard=False)
        for one in part.components[0]["components"]
    ]
    assert labels == ["Reply", "End"]


@pytest.mark.parametrize(
    ("place", "link"),
    [
        (Place("discord", "7", "71", "72"), "https://discord.com/channels/7/72"),
        (Place("discord", "7", "71"), "https://discord.com/channels/7/71"),
        (Place("discord", "7", "73", "73"), "https://discord.com/channels/@me/73"),
    ],
)
def test_the_way_to_a_place_is_a_link(place: Place, link: str) -> None:
    assert address(place) == link


def test_an_empty_reply_is_no_message() -> None:
    assert shown() == []


@pytest.mark.parametrize(
    ("text", "limit", "label"), [("", 5, "…"), ("abcdef", 5, "abcd…"), (" a\nb ", 5, "a b")]
)
def test_a_label_is_never_empty_and_never_too_long(text: str, limit: int, label: str) -> None:
    assert plain(text, limit) == label


def test_discords_own_file_takes_what_is_rendered() -> None:
    if not spec.document():
        pytest.skip(spec.ABSENT)
    parts = shown(
        Heading("T"),
        Prose("x" * 5_000),
        buttons=(Button("End", "run|done|1", "danger", "Sure?"),),
        goto=Place("discord", "7", "71", "72"),
    )
    for part in parts:
        body = body_of(part) | {"nonce": "a" * 25, "enforce_nonce": True}
        assert spec.faults("/channels/7/messages", "POST", "", body) == []
