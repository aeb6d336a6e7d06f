"""The port's promises, and the rules of three platforms."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.playground.journal import Journal, JournalError
from bot.playground.rules import (
    DISCORD,
    FREE,
    RULES,
    SLACK,
    Rules,
    choice_faults,
    form_faults,
    reply_faults,
    slash_fault,
    typed_faults,
)
from core.domain.outgoing import Close, Edit, Errand, Open, Outgoing, Post
from core.domain.reply import Button, Choice, Field, FileRef, Form, Reply, say
from core.errors import SendLaterError, SendRefusedError
from tests.bot.playground.world import World

ERRANDS = [Post(say("once")), Open("s1", "ines", "Maria"), Close(), Edit("first", say("after"))]


@pytest.mark.parametrize("errand", ERRANDS, ids=lambda errand: errand.kind)
async def test_an_errand_is_carried_out_once_and_found_again(world: World, errand: Errand) -> None:
    await world.send(world.channel, Post(say("before")), key="first")
    outgoing = Outgoing("the-key", "lane", world.channel, errand)
    assert await world.playground.find(outgoing) is None
    receipt = await world.playground.send(outgoing)
    before = world.playground.journal.span()
    assert await world.playground.send(outgoing) == receipt
    assert await world.playground.find(outgoing) == receipt
    assert world.playground.journal.span() == before


async def test_the_newest_of_several_edits_stands(world: World) -> None:
    receipt = await world.send(world.channel, Post(say("first")))
    message = receipt.platform_id
    edits = [
        Outgoing(key, "lane", world.channel, Edit("", say(key)), target_id=message)
        for key in ("second", "third")
    ]
    for outgoing in edits:
        await world.playground.send(outgoing)
    assert "third" in world.playground.messages.find(message).content


@pytest.mark.parametrize(
    "errand", [Post(say("x"), to="nobody"), Open("s", "nobody", "t"), Edit("gone", say("x"))]
)
async def test_an_errand_for_nobody_is_refused(world: World, errand: Errand) -> None:
    with pytest.raises(SendRefusedError):
        await world.send(world.channel, errand)


async def test_a_place_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(SendRefusedError, match="no such place"):
        await world.send(world.playground.rooms.at("nowhere"), Post(say("x")))


async def test_a_locked_file_asks_to_wait_and_keeps_nothing(world: World, tmp_path: Path) -> None:
    world.playground.journal.write("PRAGMA busy_timeout=10")
    other = sqlite3.connect(tmp_path / "play.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SendLaterError):
        await world.send(world.channel, Post(say("x")), key="late")
    other.execute("ROLLBACK")
    other.close()
    assert world.playground.messages.find_key("late") is None


async def test_half_a_character_from_the_core_stops_nothing(world: World) -> None:
    half = "half \ud83d"
    files = (FileRef("f1", half, "text/plain"),)
    await world.send(world.channel, Open("s1", "ines", half))
    receipt = await world.send(world.channel, Post(Reply(say(half).blocks, files=files)))
    assert receipt.platform_id


def test_half_a_transaction_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "p.sqlite3", SystemClock())
    with suppress(LookupError), journal.transaction():
        journal.emit(("ines",), "message", {"text": "never"})
        raise LookupError
    assert journal.after("ines", 0) == []
    journal.close()


async def test_the_app_is_a_member_marked_as_a_bot(world: World) -> None:
    members = await world.playground.members(world.channel)
    assert [member.user for member in members if member.bot] == ["app"]
    assert len(members) == 9


@pytest.mark.parametrize(
    ("rules", "channel"), [("free", "dm-ines"), ("slack", "dm-ines"), ("discord", None)]
)
async def test_a_thread_hangs_where_the_platform_puts_it(
    world: World, rules: str, channel: str | None
) -> None:
    world.playground.switch(rules)
    receipt = await world.send(world.channel, Open("s1", "ines", "Maria"))
    assert receipt.place.channel == (channel or world.channel.channel)


@pytest.mark.parametrize("rules", RULES.values(), ids=lambda rules: rules.name)
def test_the_longest_allowed_message_passes_and_one_more_character_does_not(rules: Rules) -> None:
    limit = rules.capabilities.max_text
    assert reply_faults(rules, say("x" * limit)) == ()
    assert reply_faults(rules, say("x" * (limit + 1)))


@pytest.mark.parametrize(
    ("rules", "length", "refused"),
    [(DISCORD, 100, False), (DISCORD, 101, True), (SLACK, 101, False), (FREE, 101, True)],
)
def test_a_token_has_the_platform_s_length(rules: Rules, length: int, refused: bool) -> None:  # noqa: FBT001  a column of the table above
    reply = say("x", buttons=(Button("Go", "t" * length),))
    assert bool(reply_faults(rules, reply)) is refused


@pytest.mark.parametrize(("rules", "refused"), [(DISCORD, True), (SLACK, False), (FREE, False)])
def test_the_twenty_sixth_choice_is_one_too_many_for_discord(rules: Rules, refused: bool) -> None:  # noqa: FBT001  a column of the table above
    choices = tuple(Choice(str(n), str(n)) for n in range(26))
    form = Form("Pick", "run|pick|1", (Field("client", "Client", "select", choices=choices),))
    assert bool(form_faults(rules, form)) is refused
    assert choice_faults(rules, 26)


@pytest.mark.parametrize(("count", "refused"), [(5, False), (6, True)])
def test_discord_s_forms_have_five_fields(count: int, refused: bool) -> None:  # noqa: FBT001  a column of the table above
    form = Form("New", "run|new|1", tuple(Field(f"f{n}", "Field") for n in range(count)))
    assert bool(form_faults(DISCORD, form)) is refused


@pytest.mark.parametrize(("rules", "refused"), [(DISCORD, True), (SLACK, False), (FREE, False)])
def test_a_person_types_no_more_than_the_platform_takes(rules: Rules, refused: bool) -> None:  # noqa: FBT001  a column of the table above
    assert typed_faults(rules, "x" * 2_000) == ()
    assert bool(typed_faults(rules, "x" * 2_001)) is refused


def test_slack_refuses_a_command_in_a_thread_in_its_own_words() -> None:
    said = slash_fault(SLACK, "practice", in_thread=True)
    assert said == "/practice is not supported in threads. Sorry!"
    assert slash_fault(SLACK, "practice", in_thread=False) == ""
    assert slash_fault(DISCORD, "practice", in_thread=True) == ""


async def test_the_rules_in_force_survive_a_restart(world: World, tmp_path: Path) -> None:
    await world.post("/rules", {"rules": "slack"})
    other = Journal(tmp_path / "play.sqlite3", SystemClock())
    assert other.recall("rules") == "slack"
    other.close()


@pytest.mark.parametrize("rules", ["teams", "", None, 5, ["slack"]])
async def test_rules_that_nobody_knows_are_an_error(world: World, rules: object) -> None:
    assert (await world.post("/rules", {"rules": rules})).status == 400
    assert world.playground.rules.name == "free"


def test_a_file_of_a_newer_version_is_named(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "p.sqlite3", SystemClock())
    journal.remember("version", "99")
    journal.close()
    with pytest.raises(JournalError, match="version 99"):
        Journal(tmp_path / "p.sqlite3", SystemClock())


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.sqlite3").write_text("not a database, only a text" * 50)
    with pytest.raises(JournalError, match=r"p\.sqlite3"):
        Journal(tmp_path / "p.sqlite3", SystemClock())
