"""Threads and rights on Discord: whatever is done to a place, the session keeps its truth."""

from collections.abc import AsyncIterator

import pytest

from core.domain.session import SessionState
from core.store import people, sessions
from core.store.transaction import Transaction
from tests.discord_server.owner import Owner
from tests.discord_server.person import bare
from tests.discord_server.world import (
    BOT_RIGHTS,
    CONTENT_FLAG,
    MEMBERS_FLAG,
    PRIVATE_THREADS,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Channel,
)
from tests.journeys.discord_class import (
    CHANNEL,
    CLASS,
    GUILD,
    INES,
    OMAR,
    RUTH,
    Inside,
    eventually,
    inside,
)

FIRST, SECOND = "What brings you here?", "And what happened then?"


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(sqlite_url) as made:
        yield made


def owner_of(served: Inside) -> Owner:
    return Owner(served.server, GUILD)


async def state(served: Inside, user: str = INES) -> SessionState:
    def look(tx: Transaction) -> SessionState:
        person = people.find_user(tx, user)
        assert person
        return sessions.of_student(tx, person.id, 1)[0].state

    return await served.app.basis.database.read(look, CLASS.tenant)


async def becomes(served: Inside, wanted: SessionState) -> None:
    """Wait until the newest interview is in this state."""
    for _ in range(400):
        await served.settle()
        if await state(served) is wanted:
            return
    raise AssertionError(await state(served))


async def test_a_finished_interview_is_archived_and_locked(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await ines.asks(FIRST)
    await ines.ends()
    await eventually(ines.files)
    thread = served.server.world.channels[ines.thread]
    await eventually(lambda: thread.archived and thread.locked)


async def test_an_archived_thread_is_woken_by_words_and_answered(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await owner_of(served).changes_thread(ines.thread, archived=True)
    await ines.asks(FIRST)
    assert await state(served) is SessionState.ACTIVE


async def test_a_thread_that_is_archived_while_we_answer_is_woken(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    await ines.person.says(FIRST, ines.thread)
    served.server.world.channels[ines.thread].archived = True
    await eventually(lambda: ines.count() > 1)


@pytest.mark.parametrize("how", ["locks", "deletes", "takes out", "deletes the channel"])
async def test_a_lost_place_interrupts_and_the_interview_goes_on_elsewhere(
    served: Inside, how: str
) -> None:
    ines, owner = served.student(), owner_of(served)
    await ines.starts()
    await ines.asks(FIRST)
    first = ines.thread
    acts = {
        "locks": lambda: owner.changes_thread(first, locked=True, archived=True),
        "deletes": lambda: owner.deletes_thread(first),
        "takes out": lambda: owner.takes_out(INES, first),
        "deletes the channel": lambda: owner.deletes_channel(CHANNEL),
    }
    await acts[how]()
    await becomes(served, SessionState.INTERRUPTED)
    if how == "deletes the channel":
        return
    await ines.person.commands("practice", CHANNEL)
    await ines.reads("Your work")
    await ines.presses("Continue")
    goes_on = await ines.reads("goes on here")
    ines.thread = goes_on["channel_id"]
    await ines.asks(SECOND)
    assert ines.thread != first


async def test_a_renamed_thread_changes_nothing(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await owner_of(served).changes_thread(ines.thread, name="something else")
    await ines.asks(FIRST)


@pytest.mark.parametrize(
    ("bit", "name"),
    [
        (PRIVATE_THREADS, "Create Private Threads"),
        (SEND_IN_THREADS, "Send Messages in Threads"),
        (VIEW, "View Channel"),
    ],
)
async def test_a_missing_permission_is_named_to_the_person(
    served: Inside, bit: int, name: str
) -> None:
    ines = served.student()
    await ines.reads("First interviews")
    await owner_of(served).changes_role("800", BOT_RIGHTS & ~bit)
    await owner_of(served).overwrites(CHANNEL, "800", deny=bit)
    await served.settle()
    await ines.presses("Start")
    told = await ines.reads("could not open a place")
    assert f"the app lacks {name}" in bare(told["content"])


async def test_after_a_refusal_no_further_thread_is_asked_for(served: Inside) -> None:
    ines = served.student()
    await ines.reads("First interviews")
    await owner_of(served).overwrites(CHANNEL, "800", deny=PRIVATE_THREADS)
    await served.settle()
    asked = []
    for _ in range(5):
        await ines.presses("Start")
        await served.settle()
        asked.append(served.server.faults.count("POST", "/threads$"))
    # The second look at a changed channel, a second later, allows one try more.
    assert asked[0] == 1
    assert asked[-1] <= 2


async def test_a_permission_that_is_given_again_is_used_at_once(served: Inside) -> None:
    ines = served.student()
    await ines.reads("First interviews")
    await owner_of(served).overwrites(CHANNEL, "800", deny=PRIVATE_THREADS)
    await ines.presses("Start")
    await ines.reads("could not open a place")
    await owner_of(served).overwrites(CHANNEL, "800")
    await ines.starts()


async def test_the_cap_of_threads_is_said_and_costs_no_attempt(served: Inside) -> None:
    ines = served.student()
    await ines.reads("First interviews")
    served.server.world.max_threads = 0
    await ines.presses("Start")
    told = await ines.reads("could not open a place")
    assert "too many open threads" in told["content"]
    served.server.world.max_threads = 10
    await ines.starts()


async def test_a_lost_thread_is_called_no_more(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    thread = served.server.world.channels.pop(ines.thread)
    served.server.world.channels["1"] = Channel("1", 12, GUILD)
    await served.server.gateway.raw(
        "MESSAGE_CREATE",
        {
            "id": served.server.world.snowflake(),
            "type": 0,
            "channel_id": thread.id,
            "guild_id": GUILD,
            "author": {"id": INES, "username": "ines"},
            "content": FIRST,
        },
    )
    await becomes(served, SessionState.INTERRUPTED)
    before = len(served.server.faults.calls)
    await served.settle()
    assert len(served.server.faults.calls) == before


async def test_a_stranger_in_the_thread_is_not_passed_on(served: Inside) -> None:
    ines, ruth = served.student(), served.student(RUTH)
    await ines.starts()
    await ruth.person.says("I am the teacher.", ines.thread)
    await served.settle()
    assert ines.count() == 1


async def test_a_student_who_is_timed_out_may_still_read_their_report(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await ines.asks(FIRST)
    await owner_of(served).overwrites(CHANNEL, INES, allow=VIEW, deny=SEND | SEND_IN_THREADS)
    with pytest.raises(Exception, match="Missing Permissions"):
        await ines.person.says(SECOND, ines.thread)
    await ines.ends()
    await eventually(ines.files)


@pytest.mark.parametrize(
    "extra",
    [
        {
            "attachments": [{"id": "1", "filename": "voice-message.ogg", "size": 9}],
            "flags": 1 << 13,
        },
        {"attachments": [{"id": "1", "filename": "huge.bin", "size": 500_000_000}]},
        {"sticker_items": [{"id": "1", "name": "wave", "format_type": 1}]},
    ],
    ids=["voice", "huge file", "sticker"],
)
async def test_what_is_no_text_is_answered_with_what_we_can_read(
    served: Inside, extra: dict[str, object]
) -> None:
    ines = served.student()
    await ines.starts()
    await ines.person.says("", ines.thread, **extra)
    await ines.reads("I can only read text")
    assert ines.count() == 1


async def test_edits_and_deletions_change_no_answered_turn(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    message = await ines.person.says(FIRST, ines.thread)
    await eventually(lambda: ines.count() == 2)
    await ines.person.edits(message, "Something else entirely", ines.thread)
    await ines.person.deletes(message, ines.thread)
    await served.settle()
    assert ines.count() == 2


async def test_a_typing_sign_comes_before_the_answer_and_then_one_message(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    before = len(served.server.faults.calls)
    await ines.asks(FIRST)
    await served.settle()
    made = [one.path.rpartition("/")[2] for one in served.server.faults.calls[before:]]
    assert made[-1] == "messages"


async def test_in_dm_mode_the_interview_is_in_the_dm_without_any_intent(sqlite_url: str) -> None:
    async with inside(sqlite_url, flags=0, discord_session_place="dm") as served:
        ines = served.student()
        await ines.starts()
        assert served.server.world.channels[ines.thread].type == 1
        await ines.asks(FIRST)
        await ines.presses("Pause")
        await ines.reads("Paused.")
        await ines.presses("Resume")
        await ines.ends()
        await eventually(ines.files)


async def test_in_dm_mode_no_privileged_intent_is_asked_for(sqlite_url: str) -> None:
    async with inside(sqlite_url, discord_session_place="dm") as served:
        (session,) = served.server.gateway.sessions.values()
        assert session.intents & (1 << 15) == 0


async def test_in_dm_mode_a_closed_dm_is_said_with_how_to_open_it(sqlite_url: str) -> None:
    async with inside(sqlite_url, discord_session_place="dm") as served:
        served.server.world.users[INES].dm_closed = True
        ines = served.student()
        await ines.reads("First interviews")
        await ines.presses("Start")
        told = await ines.reads("direct messages are closed")
        assert "privacy settings" in told["content"]


async def test_without_the_content_intent_a_reply_button_opens_a_form(sqlite_url: str) -> None:
    async with inside(sqlite_url, flags=MEMBERS_FLAG) as served:
        ines = served.student()
        await ines.starts()
        asked = await ines.presses("Reply")
        await eventually(lambda: asked.form)
        await ines.person.submits(asked, ines.thread, words=FIRST)
        await eventually(lambda: ines.count() == 2)
        said = await eventually(lambda: ines.person.find(FIRST))
        assert said[0].id == ines.thread


async def test_without_the_content_intent_an_empty_message_is_no_turn(sqlite_url: str) -> None:
    async with inside(sqlite_url, flags=MEMBERS_FLAG) as served:
        ines = served.student()
        await ines.starts()
        await ines.person.says(FIRST, ines.thread)
        await ines.reads("I cannot read typed messages")
        await served.settle()
        assert ines.count() == 1


async def test_a_mention_is_heard_without_the_content_intent(sqlite_url: str) -> None:
    async with inside(sqlite_url, flags=MEMBERS_FLAG) as served:
        ines = served.student()
        await ines.starts()
        us = "900000000000000001"
        await ines.person.says(f"<@{us}> {FIRST}", ines.thread, mentions=[{"id": us}])
        await eventually(lambda: ines.count() == 2)


async def test_the_intent_is_asked_for_where_it_is_switched_on(served: Inside) -> None:
    (session,) = served.server.gateway.sessions.values()
    assert session.intents & (1 << 15)
    assert served.server.world.flags & CONTENT_FLAG


async def test_two_students_have_two_threads(served: Inside) -> None:
    ines, omar = served.student(), served.student(OMAR)
    await ines.starts()
    await omar.starts()
    assert ines.thread != omar.thread
    assert omar.person.find("Interview with") != ines.person.find("Interview with")
