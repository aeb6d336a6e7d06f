"""Grading: one criterion a turn, each kept before the next begins; outages wait, nothing doubles.

A criterion is one event of the grading's own lane. Its finding, the next event and, behind the
last one, the post are in one commit: a kill loses at most the call that was under way.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

from core.domain import chain
from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import Event, Fired, payload_of
from core.domain.grading import Evaluation, Finding, Pinned, Reason
from core.domain.ids import new_key
from core.domain.place import Place
from core.domain.rubric import Criterion
from core.domain.rubrictext import rubric_from_text
from core.errors import ModelError, ModelFault
from core.evaluation.grader import Bench
from core.evaluation.masking import Mask, masked_lines, searchable_behind
from core.prompts import grader as prompts
from core.services import gates, gradeable, grades, marking, reports
from core.services.house import House
from core.store import assignments, chains, evaluations
from core.store.database import Database
from core.store.finish import Finish, PostponeError
from core.store.transaction import Transaction

CRITERION = "criterion"
PAUSES = (60, 120, 300, 900)
LONG_PAUSE = 1_800
GIVES_UP_AFTER = timedelta(days=7)
MOST_AT_ONCE = 4
BUSY_PAUSE = 1.0
FINAL = frozenset({ModelFault.REFUSAL, ModelFault.TOO_LONG})


@dataclass(frozen=True, slots=True)
class Task:
    """One criterion of one grading, with the interview; `place` is its number in the rubric."""

    evaluation: Evaluation
    record: reports.Record
    criterion: Criterion
    criteria: tuple[Criterion, ...]
    place: int
    tried: int


async def begin(database: Database, house: House, event: Event) -> Finish:
    """Pin rubric, profile, transcript and grader; the first criterion follows in the commit."""
    session_id = payload_of(event).get("session", "")

    def load(tx: Transaction) -> Evaluation | None:
        record = reports.find(tx, house, session_id)
        return made_from(tx, house, record) if record is not None else None

    made = await database.read(load, event.tenant)
    if made is None:
        return lambda _tx: NOTHING

    def finish(tx: Transaction) -> Effects:
        if reports.find(tx, house, session_id) is None:
            return NOTHING
        evaluations.add(tx, made)
        kept = evaluations.of_session(tx, session_id) or made
        return NOTHING if kept.done else Effects(events=(next_event(event.place, kept, 0, 0),))

    return finish


def made_from(tx: Transaction, house: House, record: reports.Record) -> Evaluation | None:
    """A grading that has not begun; None when this interview has none."""
    session = record.session
    if house.grader is None or not gradeable.is_gradeable(tx, house, session):
        return None
    work = assignments.find(tx, session.assignment_id or "")
    rubric = evaluations.rubric_for(tx, session.assignment_id or "", session.client_id)
    if work is None or rubric is None:
        return None
    links = chains.links_of(tx, session.id)
    pinned = Pinned(
        rubric_id=rubric[0],
        criteria=rubric[1],
        grader=house.grader.name,
        prompt=prompts.VERSION,
        transcript=chain.head(session.id, links),
        profile=record.profile.sha256,
        language=record.profile.language,
    )
    return Evaluation(
        id=new_key(),
        session_id=session.id,
        section_id=session.section_id,
        assignment_id=work.id,
        pinned=pinned,
        done=False,
        policy=work.release,
        release_on=work.release_at,
        created_at=house.clock.now(),
    )


def next_event(place: Place, evaluation: Evaluation, number: int, tried: int) -> Event:
    """One criterion; the key makes it one event however often it is asked for."""
    payload = {"evaluation": evaluation.id, "number": str(number), "try": str(tried)}
    key = f"criterion:{evaluation.id}:{number}:{tried}"
    lane = gradeable.lane_of(evaluation.session_id)
    return Event(key, place, Fired(CRITERION, payload), 0, lane=lane)


async def assess(database: Database, house: House, event: Event) -> Finish:
    """Ask about one criterion outside any transaction; keep what was found in the finishing one."""
    task = await database.read(lambda tx: load(tx, house, event), event.tenant)
    if task is None:
        return lambda _tx: NOTHING
    if house.gradings >= MOST_AT_ONCE:
        raise PostponeError("other interviews are being graded", BUSY_PAUSE)
    house.gradings += 1
    try:
        finding = await found(house, task)
    except ModelError as error:
        trouble = error
        return lambda tx: wait(tx, house, event, task, trouble)
    finally:
        house.gradings -= 1
    if task.place + 1 == len(task.criteria):
        await reckon(database, task.evaluation, event.tenant)
    return lambda tx: keep(tx, house, event, task, finding)


async def reckon(database: Database, evaluation: Evaluation, tenant: str) -> None:
    """The statistics of the gate take a while: not in the transaction that will ask for them."""
    marked = await database.read(
        lambda tx: gates.ahead(tx, grades.grade_of(tx, evaluation)), tenant
    )
    await asyncio.to_thread(gates.reckon, marked)


def load(tx: Transaction, house: House, event: Event) -> Task | None:
    """The criterion that comes next, whatever the event says; None when nothing is left to do."""
    payload = payload_of(event)
    evaluation = evaluations.find(tx, payload.get("evaluation", ""))
    if evaluation is None or evaluation.done:
        return None
    record = reports.find(tx, house, evaluation.session_id)
    if record is None:
        return None
    criteria = rubric_from_text(evaluation.pinned.criteria).criteria
    place = next_place(tx, evaluation, criteria)
    if place is None:
        return None
    tried = int(payload.get("try", "0"))
    return Task(evaluation, record, criteria[place], criteria, place, tried)


def next_place(
    tx: Transaction, evaluation: Evaluation, criteria: tuple[Criterion, ...]
) -> int | None:
    """The number of the first criterion about which nothing was found yet."""
    known = {one.criterion for one in evaluations.findings_of(tx, evaluation.id)}
    return next((place for place, one in enumerate(criteria) if one.id not in known), None)


async def found(house: House, task: Task) -> Finding:
    """What the grader finds; an interview without a word of the student's asks nobody."""
    if not task.record.session.turns:
        return Finding(task.criterion.id, None, Reason.NO_EVIDENCE)
    if house.grader is None:
        raise ModelError(ModelFault.CONNECTION, "no grader is set up here")
    order = await asyncio.to_thread(order_of, task)
    try:
        return await marking.assess(house.grader, order)
    except ModelError as error:
        if error.fault not in FINAL:
            raise
        return Finding(task.criterion.id, None, Reason.DECLINED)


def order_of(task: Task) -> marking.Order:
    """The request and what its answer is held against; names are in neither."""
    record = task.record
    lines = reports.answered(record.session, record.lines)
    report = reports.report_on(record)
    mask = Mask(record.setting.student.name, record.profile.identity.name)
    opened = (row.title for row in report.facts if row.reached.is_open)
    counts = {row.name: len(row.turns) for row in (*report.behaviours, *report.signals)}
    exhibit = prompts.Exhibit(
        lines=masked_lines(lines, mask),
        brief=mask.hide(record.profile.brief.strip()),
        opened=tuple(mask.hide(title) for title in opened),
        counts=counts | {"student_turns": report.talk.student_turns},
        language=record.profile.language,
    )
    bench = Bench(record.session.id, searchable_behind(lines, mask), report)
    return marking.Order(record.session, exhibit, task.criterion, task.criteria, bench)


def wait(tx: Transaction, house: House, event: Event, task: Task, error: ModelError) -> Effects:
    """Try again later, at most for a week; the first time the student is told."""
    evaluation = task.evaluation
    if house.clock.now() - evaluation.created_at > GIVES_UP_AFTER:
        missing = Finding(task.criterion.id, None, Reason.UNAVAILABLE)
        return keep(tx, house, event, task, missing)
    pause = PAUSES[task.tried] if task.tried < len(PAUSES) else LONG_PAUSE
    run_at = tx.now_ms + int(max(pause, error.retry_after or 0) * 1000)
    again = next_event(event.place, evaluation, task.place, task.tried + 1)
    job = JobDraft(CRITERION, again.key, run_at, replace(again, at=run_at))
    said = grades.waits(event.place, evaluation) if task.tried == 0 == task.place else NOTHING
    return said + Effects(jobs=(job,))


def keep(tx: Transaction, house: House, event: Event, task: Task, finding: Finding) -> Effects:
    """The finding and what follows from it; nothing for a grading that is gone or done."""
    current = evaluations.find(tx, task.evaluation.id)
    if current is None or current.done:
        return NOTHING
    evaluations.add_finding(tx, current.id, task.place, finding)
    if len(evaluations.findings_of(tx, current.id)) < len(task.criteria):
        return Effects(events=(next_event(event.place, current, task.place + 1, 0),))
    return grades.complete(tx, house, current)


async def on_date(database: Database, house: House, event: Event) -> Finish:
    """The day on which the policy lets a grade out has come."""
    payload = payload_of(event)
    key = payload.get("evaluation", "")
    evaluation = await database.read(lambda tx: evaluations.find(tx, key), event.tenant)
    if evaluation is not None:
        await reckon(database, evaluation, event.tenant)
    return lambda tx: grades.on_date(tx, house, event)
