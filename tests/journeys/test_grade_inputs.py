"""What a grading must bear: a rubric that changes under it, an interview of two messages."""

from sqlalchemy import update

from core.domain.grading import Reason
from core.errors import ModelError, ModelFault
from core.store import rubrics
from core.store.class_tables import assignment_clients
from core.store.class_tables import rubrics as rubric_rows
from core.store.database import Database
from core.store.transaction import Transaction
from tests.grader import Asked, Grader, answer, honest
from tests.journeys.grading import (
    bring_on,
    feedback,
    findings_of,
    graded_class,
    grading_of,
    interview,
)
from tests.journeys.stage import TENANT, Stage
from tests.journeys.test_material_rubrics import MINE


class Interrupted:
    """A grader that is gone for a while when the third criterion comes."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, request: Asked) -> str:
        self.asked.append(request.id)
        if len(self.asked) == 3:
            raise ModelError(ModelFault.OVERLOADED)
        return honest(request)


async def change_the_rubric(play: Stage) -> None:
    """The work is judged by another rubric, and the words of the old one are not there any more."""
    await play.call("ruth", "rubric new", MINE)

    def work(tx: Transaction) -> None:
        made = rubrics.newest(tx, "my-rubric")
        assert made is not None
        tx.run(update(assignment_clients).values(rubric_id=made.id))
        texts = tx.run(rubric_rows.select().where(rubric_rows.c.id == made.id)).mappings().one()
        tx.run(update(rubric_rows).values(criteria=texts["criteria"]))

    await play.database.write(work, TENANT)


async def test_a_rubric_that_changes_while_grading_leaves_the_pinned_one(
    database: Database,
) -> None:
    rule = Interrupted()
    async with graded_class(database, Grader(rule)) as play:
        await interview(play)
        before = await grading_of(play)
        await change_the_rubric(play)
        await bring_on(play, "criterion")
        after = await grading_of(play)
        assert before is not None
        assert after is not None
        assert (after.pinned, after.done, after.total) == (before.pinned, True, "66.7")
        assert [one.criterion for one in await findings_of(play)] == list(dict.fromkeys(rule.asked))


async def test_the_next_interview_is_judged_by_the_new_rubric(sqlite_database: Database) -> None:
    grader = Grader()
    async with graded_class(sqlite_database, grader) as play:
        await change_the_rubric(play)
        await interview(play)
        assert [one.criterion for one in await findings_of(play)] == ["listening", "asking"]
        assert len(grader.prompts) == 2


async def test_two_messages_give_no_level_that_nothing_in_them_shows(
    sqlite_database: Database,
) -> None:
    def rule(request: Asked) -> str:
        return answer(request, "3", [(1, "What has been on your mind, and since when?")])

    async with graded_class(sqlite_database, Grader(rule)) as play:
        await interview(play, lines=("Hi.",))
        assert {one.reason for one in await findings_of(play)} == {Reason.NO_EVIDENCE}
        assert "none: nothing was scored" in feedback(play)


async def test_two_messages_are_judged_by_what_is_in_them(sqlite_database: Database) -> None:
    def rule(request: Asked) -> str:
        said = request.of("student")
        return answer(request, "3", said) if request.id == "questions" else answer(request, "3", [])

    async with graded_class(sqlite_database, Grader(rule)) as play:
        await interview(play, lines=("What has been on your mind most?",))
        scored = [one for one in await findings_of(play) if one.reason is Reason.SCORED]
        assert [(one.criterion, one.level) for one in scored] == [("questions", 3)]
        made = await grading_of(play)
        assert made is not None
        assert (made.done, made.total) == (True, "")
