"""What a student looks at: work that waits, interviews that were, and a number for each."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.domain.event import Event, Pressed
from core.domain.ids import new_key
from core.domain.reply import Rows, Table
from core.domain.teaching import Assignment, AssignmentState
from core.store import assignments, clients, people, ratings, sections
from core.store.codec import event_from_text
from core.store.database import Database
from core.store.tables import jobs
from core.store.transaction import Transaction
from tests.fakes import START
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.test_overview_measures import interviewed

DUE = timedelta(days=3)
# No clock but the one that the test holds gets there.
FAR = datetime(2200, 1, 1, tzinfo=UTC)


def an_assignment(section: str, title: str) -> Assignment:
    """Practice work with one attempt, due in three days."""
    return Assignment(
        id=new_key(),
        tenant=TENANT,
        section_id=section,
        title=title,
        briefing="",
        graded=False,
        state=AssignmentState.PUBLISHED,
        available_at=None,
        due_at=START + DUE,
        max_attempts=1,
        announcement_key=None,
    )


async def assign(play: Stage, changes: Iterable[dict[str, object]]) -> None:
    """Publish works with the first client, each otherwise than the usual one."""

    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        client = clients.published(tx)[0]
        for number, change in enumerate(changes):
            made = replace(an_assignment(section.id, f"Work {number}"), **change)  # type: ignore[arg-type]
            assignments.add(tx, made, None, play.clock.now())
            assignments.add_client(tx, made.id, client.id, None, 0)

    await play.database.write(work, TENANT)


def titles(play: Stage, user: str = "ines") -> list[str]:
    """The works on the page that was shown last."""
    blocks = play.replies(user)[-1].blocks
    return [block.rows[0].name for block in blocks if isinstance(block, Rows)]


async def test_what_waits_comes_before_what_cannot_be_begun(database: Database) -> None:
    async with stage(database) as play:
        later = {"available_at": START + timedelta(days=1)}
        await assign(play, [{"due_at": START - DUE}, later, {}])
        await play.call("ines", "practice")
        assert titles(play)[0] == "Work 2"
        await play.press("ines", "Next")
        assert titles(play)[-2:] == ["Work 1", "Work 0"]


async def test_a_used_attempt_leaves_none_and_the_way_back(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{"due_at": START + timedelta(days=1)}])
        await play.call("ines", "practice")
        assert "not started, 1 of 1 attempts left" in play.last
        first = play.replies("ines")[-1].buttons[0]
        await play.act("ines", Pressed(first.token))
        await play.call("ines", "practice")
        again = play.replies("ines")[-1].buttons[0]
        assert "in progress, 0 of 1 attempts left" in play.last
        assert (again.label[:8], again.token) == ("Continue", first.token)


async def test_pages_show_each_of_many_works_once(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{}] * 30)
        await play.call("ines", "practice")
        seen = titles(play)
        while any(one.label == "Next" for one in play.replies("ines")[-1].buttons):
            await play.press("ines", "Next")
            seen += titles(play)
        assert {f"Work {number}" for number in range(30)} <= set(seen)


async def test_an_interview_is_listed_with_the_way_back_into_it(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.call("ines", "sessions", {"show": "active"})
        assert "open" in play.last
        await play.press("ines", "Open 1")
        assert play.replies("ines")[-1].goto == place


async def test_a_finished_interview_offers_feedback_and_a_file(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.call("ines", "sessions", {"show": "finished"})
        await play.press("ines", "Export 1")
        assert play.replies("ines")[-1].files
        await play.press("ines", "Feedback 1")
        assert "Transcript as PDF" in [one.label for one in play.replies("ines")[-1].buttons]


async def test_no_list_of_a_student_names_another(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play, "omar")
        for command in ("practice", "sessions", "help"):
            await play.call("ines", command)
        await play.call("omar", "sessions")
        assert not any("Omar" in reply.text for reply in play.replies("ines"))
        assert any(isinstance(block, Table) for block in play.replies("omar")[-1].blocks)


async def test_a_student_reads_who_has_read_the_interview(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.call("ruth", "class")
        await play.press("ruth", "Report: Ines")
        await play.call("ines", "sessions")
        assert "Interview 1 was read by Dr. Ruth Adeyemi" in play.last


async def test_after_the_end_one_press_says_how_it_was(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.press("ines", "7")
        await play.press("ines", "10")
        await play.call("ines", "rate", {"line": "I liked the pace.", "score": 9})
        assert await rated(play) == ratings.Rating(9, "I liked the pace.")


async def rated(play: Stage) -> ratings.Rating | None:
    session = (await play.sessions_of("ines"))[0]
    return await play.database.read(lambda tx: ratings.find(tx, session.id), TENANT)


@pytest.mark.parametrize("score", ["0", "11", "", "x", "²"])
async def test_other_numbers_are_refused(sqlite_database: Database, score: str) -> None:
    async with stage(sqlite_database) as play:
        await interviewed(play)
        target = play.button("7").token.removesuffix("7") + score
        from_omar = target.removeprefix("run|rated|")
        await play.call("ines", "rated", {"target": from_omar})
        assert await rated(play) is None


async def test_nobody_rates_for_another(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.press("omar", "7")
        assert await rated(play) is None


async def test_one_cannot_rate_twice_in_the_mean_of_a_class(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.press("ines", "3")
        await play.press("ines", "8")

        def mean(tx: Transaction) -> tuple[int, float | None]:
            person = people.find_user(tx, "ines")
            section = sections.find_at(tx, CLASS)
            assert person is not None
            assert section is not None
            return ratings.of_section(tx, section.id)

        assert await play.database.read(mean, TENANT) == (1, 8.0)


async def test_work_that_is_not_open_yet_reminds_who_asked_once(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{"available_at": FAR, "due_at": None}])
        await play.call("ines", "practice")
        await play.press("ines", "Next")
        button = play.button("Remind me")
        await play.act("ines", Pressed(button.token))
        await play.act("ines", Pressed(button.token))
        (event,) = await planned(play)
        play.clock.step((FAR - START).total_seconds())
        await play.app.door.accept(event)
        await play.settle()
        assert play.replies("ines")[-1].text == "Work 0 is open now."
        assert not any("is open now" in reply.text for reply in play.replies("omar"))


async def planned(play: Stage) -> list[Event]:
    def work(tx: Transaction) -> list[Event]:
        query = select(jobs.c.event).where(jobs.c.kind == "work_opens")
        return [event_from_text(text) for text in tx.run(query).scalars()]

    return await play.database.read(work, TENANT)
