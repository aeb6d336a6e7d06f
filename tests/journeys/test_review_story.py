"""A teacher rules on what the grader proposed; students read it, ask, and get an answer."""

import pytest

from core.domain.event import Pressed, Submitted
from core.domain.teaching import Release
from core.store import audit, scores, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.grader import Asked, Grader, answer
from tests.journeys.grading import graded_class, grading_of, interview
from tests.journeys.stage import CLASS, TENANT, Stage

AFTER = Release.AFTER_REVIEW


async def confirm_all(play: Stage) -> None:
    """From the queue through every criterion."""
    await play.call("ruth", "review queue")
    await play.press("ruth", "Ines Carvalho")
    await play.press("ruth", "Opening")
    for _ in range(5):
        await play.press("ruth", "Confirm")


async def section_scores(play: Stage) -> list[str]:
    def work(tx: Transaction) -> list[str]:
        return [str(one.percent) for one in scores.released(tx, section_of(tx))]

    return await play.database.read(work, TENANT)


def section_of(tx: Transaction) -> str:
    found = sections.find_at(tx, CLASS)
    assert found is not None
    return found.id


async def test_confirmed_and_released_the_grade_reaches_the_student_once(
    database: Database,
) -> None:
    async with graded_class(database, policy=AFTER) as play:
        await interview(play)
        assert await section_scores(play) == []
        await confirm_all(play)
        await play.press("ruth", "Release")
        assert await section_scores(play) == ["66.7"]
        told = [one for one in play.replies() if one.text.startswith("Rubric feedback")]
        assert "Decided by Dr. Ruth Adeyemi" in told[-1].text
        await play.press("ruth", "Release")
        assert "already done" in play.last


async def test_nothing_goes_out_while_a_criterion_is_undecided(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        made = await grading_of(play)
        assert made is not None
        await play.act("ruth", Pressed(f"run|release|{made.id}"))
        assert "not decided yet: Opening and purpose, Open questions" in play.last
        assert await section_scores(play) == []


async def change(play: Stage, level: int, comment: str) -> None:
    made = await grading_of(play)
    assert made is not None
    values = {"level": level, "comment": comment}
    await play.act("ruth", Submitted(f"run|review change|{made.id}.1", values))


async def test_the_humans_level_and_word_stand_and_the_machines_stays_beside_it(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        place = await interview(play)
        await change(play, 0, "These were all closed.")
        await confirm_all(play)
        await play.press("ruth", "Release")
        assert await section_scores(play) == ["50.0"]
        await play.press("ines", "Why?", place)
        assert "Dr. Ruth Adeyemi: These were all closed." in play.last
        await play.press("ruth", "Open questions")
        assert "Grader | 2\nDr. Ruth Adeyemi · override | 0" in play.last


@pytest.mark.parametrize("level", [-1, 4, 99])
async def test_a_level_outside_the_rubric_is_refused(sqlite_database: Database, level: int) -> None:
    async with graded_class(sqlite_database) as play:
        await interview(play)
        await change(play, level, "")
        assert "a level from 0 to 3" in play.last


async def test_a_change_after_the_release_is_brought_to_the_student(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await confirm_all(play)
        await play.press("ruth", "Release")
        await change(play, 3, "")
        assert await section_scores(play) == ["75.0"]
        told = [one for one in play.replies() if one.text.startswith("Rubric feedback")]
        assert "75.0 of 100" in told[-1].text


async def test_a_teacher_gives_the_level_that_the_grader_could_not(
    sqlite_database: Database,
) -> None:
    def rule(request: Asked) -> str:
        quotes = [] if request.id == "questions" else request.of("student")[:1]
        return answer(request, "3", quotes)

    async with graded_class(sqlite_database, Grader(rule), policy=AFTER) as play:
        await interview(play)
        await change(play, 0, "")
        await confirm_all(play)
        await play.press("ruth", "Release")
        assert await section_scores(play) == ["75.0"]


async def test_a_struck_quote_is_shown_no_more(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        place = await interview(play)
        await play.call("ruth", "review queue")
        await play.press("ruth", "Ines Carvalho")
        await play.press("ruth", "Opening")
        assert "since when?" in play.last
        await play.press("ruth", "Strike quote 1")
        assert "since when?" not in play.last
        await play.press("ines", "Why?", place)
        assert play.last.count("since when?") == 4


async def test_a_student_contests_and_a_person_answers(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        place = await interview(play)
        made = await grading_of(play)
        assert made is not None
        ask = Submitted(f"run|contest|{made.id}", {"criterion": "2", "line": "I asked openly!"})
        await play.act("ines", ask, place)
        assert "I asked openly!" in play.replies("ruth")[-1].text
        await play.act("ines", ask, place)
        assert "already done" in play.last
        token = play.button("Answer").token
        await play.act("ruth", Submitted(token, {"text": "You did; I raise it."}))
        told = play.replies()[-2:]
        assert any("Dr. Ruth Adeyemi: You did; I raise it." in one.text for one in told)


async def test_every_ruling_release_and_reading_is_in_the_audit(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await confirm_all(play)
        await play.press("ruth", "Release")

        def work(tx: Transaction) -> list[str]:
            return [one.action for one in audit.of_section(tx, section_of(tx), 50)]

        found = await play.database.read(work, TENANT)
        assert found.count("confirm") == 5
        assert {"release", "read_transcript"} <= set(found)


@pytest.mark.parametrize("who", ["ines", "omar", "nobody"])
async def test_only_teachers_rule(sqlite_database: Database, who: str) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        made = await grading_of(play)
        assert made is not None
        for verb in ("review open", "release", "review confirm"):
            target = f"{made.id}.0" if verb == "review confirm" else made.id
            await play.act(who, Pressed(f"run|{verb}|{target}"))
            assert "66.7" not in play.last
        assert await section_scores(play) == []
        assert not (await grading_of(play)).revealed_at  # type: ignore[union-attr]


async def test_an_assignments_decided_grades_go_out_together(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await confirm_all(play)
        await interview(play, "omar")
        made = await grading_of(play)
        assert made is not None
        await play.call("ruth", "review release", {"assignment": made.assignment_id})
        told = play.replies("ruth")[-1].text
        assert "1 grade is released." in told
        assert "1 is not decided yet." in told


async def test_an_empty_queue_says_what_will_come(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        await play.call("ruth", "review queue")
        assert "Nothing waits for you" in play.last
