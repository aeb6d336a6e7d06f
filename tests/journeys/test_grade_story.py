"""A finished interview is graded: what the student reads, when, and what an outage does to it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from core.domain.event import Erased
from core.domain.grading import Reason
from core.domain.session import Role
from core.domain.teaching import Release
from core.errors import ModelError, ModelFault
from core.store.class_tables import assignments
from core.store.database import Database
from core.store.session_tables import sessions
from tests.grader import Asked, Grader, answer
from tests.journeys.grading import (
    LINES,
    bring_on,
    feedback,
    findings_of,
    graded_class,
    grading_of,
    interview,
)
from tests.journeys.stage import TENANT, Stage, stage

DOWN = ModelError(ModelFault.OVERLOADED)
TITLE = "Rubric feedback"


def titles(play: Stage) -> int:
    """How many posts are a grade."""
    return sum(reply.text.startswith(TITLE) for reply in play.replies())


async def test_a_grade_follows_the_report_once_with_every_criterion(database: Database) -> None:
    grader = Grader()
    async with graded_class(database, grader) as play:
        await interview(play)
        assert titles(play) == 1
        assert "66.7 of 100" in feedback(play)
        assert "Proposed by a model, not decided" in feedback(play)
        assert len(grader.prompts) == 5


async def test_the_reasons_hold_the_students_own_words(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        place = await interview(play)
        await play.press("ines", "Why?", place)
        assert f"You, turn 1: {LINES[0]}" in play.last
        assert "checked by code" in play.last


async def test_before_review_nothing_of_a_grade_is_shown(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database, policy=Release.AFTER_REVIEW) as play:
        await interview(play)
        made = await grading_of(play)
        assert made is not None
        assert made.done
        assert titles(play) == 0
        await play.call("ines", "grade")
        assert "no rubric feedback for you yet" in play.last


async def test_a_grade_with_a_date_is_shown_on_that_day_and_once(database: Database) -> None:
    async with graded_class(database, policy=Release.ON_DATE) as play:
        # Far enough that the store, whose clock runs, does not find it due by itself.
        wait = timedelta(days=3_650)
        day = play.clock.now() + wait
        change = update(assignments).values(release_at=day)
        await database.write(lambda tx: tx.run(change), TENANT)
        await interview(play)
        before = titles(play)
        play.clock.advance(wait.total_seconds())
        await bring_on(play, "grade_date")
        assert (before, titles(play)) == (0, 1)


async def test_an_outage_is_said_once_and_the_grade_comes_by_itself(database: Database) -> None:
    grader = Grader(faults=[DOWN, DOWN])
    async with graded_class(database, grader) as play:
        await interview(play)
        assert "waits: the model cannot be reached" in feedback(play)
        for _ in range(2):
            await bring_on(play, "criterion")
        assert titles(play) == 1
        assert sum("waits:" in reply.text for reply in play.replies()) == 1


async def test_the_scripted_client_gets_a_report_and_never_a_judgement(
    sqlite_database: Database,
) -> None:
    grader = Grader()
    async with stage(sqlite_database, grader=grader) as play:
        await interview(play)
        assert (await grading_of(play), grader.prompts) == (None, [])


async def test_an_interview_without_a_word_asks_nobody_and_scores_nothing(
    sqlite_database: Database,
) -> None:
    grader = Grader()
    async with graded_class(sqlite_database, grader) as play:
        await interview(play, lines=())
        assert {one.reason for one in await findings_of(play)} == {Reason.NO_EVIDENCE}
        assert grader.prompts == []
        assert "none: nothing was scored" in feedback(play)


async def test_one_criterion_without_evidence_makes_the_grade_partial(
    sqlite_database: Database,
) -> None:
    def rule(request: Asked) -> str:
        quotes = [] if request.id == "questions" else request.of("student")[:1]
        return answer(request, "3", quotes)

    async with graded_class(sqlite_database, Grader(rule)) as play:
        await interview(play)
        assert "not scored: no evidence found" in feedback(play)
        assert "partial: 75.0 % of the weight scored" in feedback(play)
        made = await grading_of(play)
        assert made is not None
        assert made.total == ""


async def test_a_refusal_leaves_that_criterion_alone_unscored(sqlite_database: Database) -> None:
    grader = Grader(faults=[ModelError(ModelFault.REFUSAL)])
    async with graded_class(sqlite_database, grader) as play:
        await interview(play)
        reasons = [one.reason for one in await findings_of(play)]
        assert reasons == [Reason.DECLINED, *[Reason.SCORED] * 4]


async def test_a_student_who_is_erased_while_graded_leaves_nothing(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database, Grader(faults=[DOWN])) as play:
        await interview(play)
        erase = delete(sessions)
        await sqlite_database.write(lambda tx: tx.run(erase), TENANT)
        await bring_on(play, "criterion")
        assert titles(play) == 0


async def test_no_prompt_of_the_grader_names_a_person(sqlite_database: Database) -> None:
    grader = Grader()
    async with graded_class(sqlite_database, grader) as play:
        await interview(play, lines=("Hello, I am Ines Carvalho. How are you?",))
        text = "".join(one.system + one.turns[0].text for one in grader.prompts)
        assert "I am Student. How are you?" in text
        assert "Carvalho" not in text


@pytest.mark.parametrize("other", ["omar", "ruth"])
async def test_reasons_are_for_the_student_alone(sqlite_database: Database, other: str) -> None:
    async with graded_class(sqlite_database) as play:
        await interview(play)
        await play.press(other, "Why?")
        assert "nothing like that" in play.last


async def test_words_that_are_taken_back_leave_the_grade_as_well(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database) as play:
        place = await interview(play)
        session = (await play.sessions_of("ines"))[0]
        said = next(one for one in await play.transcript(session) if one.role is Role.STUDENT)
        await play.act("ines", Erased(said.platform_id), place)
        await play.press("ines", "Why?", place)
        assert LINES[0] not in play.last
        assert "2 of 3" in play.last
