"""A finished grading: when the student reads it, who releases it, what is posted."""

from dataclasses import replace
from datetime import datetime

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import Event, Fired, payload_of
from core.domain.grading import Evaluation, Grade, without
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Button, Note, Reply
from core.domain.rubrictext import rubric_from_text
from core.domain.session import Session
from core.domain.teaching import Release
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.gradewords import short_blocks
from core.language import _
from core.services import gates, gradeable
from core.services.house import House
from core.store import audit, evaluations, messages, people, sessions
from core.store.transaction import Transaction

DATE_JOB = "grade_date"


def grade_of(tx: Transaction, evaluation: Evaluation) -> Grade:
    """The grading with what was found, ruled and by whom."""
    verdicts = evaluations.verdicts_of(tx, evaluation.id)
    ids = {one.by for one in verdicts} | {evaluation.released_by}
    found = (people.find(tx, one) for one in sorted(ids) if one)
    names = tuple((one.id, one.name or one.user) for one in found if one is not None)
    criteria = rubric_from_text(evaluation.pinned.criteria).criteria
    findings = evaluations.findings_of(tx, evaluation.id)
    return Grade(evaluation, criteria, findings, verdicts, names)


def unquote(tx: Transaction, session_id: str) -> None:
    """Leave out of a kept grade what the transcript does not say any more."""
    evaluation = evaluations.of_session(tx, session_id)
    if evaluation is None:
        return
    lines = {one.seq: one.text for one in messages.of_session(tx, session_id)}
    for finding in evaluations.findings_of(tx, evaluation.id):
        left = without(finding, lines)
        if left != finding:
            evaluations.change_finding(tx, evaluation.id, left)


def waits(place: Place, evaluation: Evaluation) -> Effects:
    """The model cannot be asked now: said once, and it comes by itself."""
    text = _(
        "The rubric feedback waits: the model cannot be reached just now. It follows by itself; "
        "you need not do anything, and your report above is complete."
    )
    post = Post(Reply((Note(text),)))
    return Effects((Draft(place, post, key_of("w", evaluation)),))


def key_of(kind: str, evaluation: Evaluation) -> str:
    """An outbox key that one post of this grading can have once."""
    return f"{kind}{evaluation.id[1:]}"


def complete(tx: Transaction, house: House, evaluation: Evaluation) -> Effects:
    """Everything is assessed: release it, show it, or let it wait, as the policy says."""
    now = house.clock.now()
    grade = grade_of(tx, evaluation)
    percent = grade.total.percent
    done = replace(
        evaluation,
        done=True,
        finished_at=now,
        total="" if percent is None or not grade.total.complete else str(percent),
    )
    evaluations.save(tx, done)
    if done.policy is Release.ON_DATE and done.release_on is not None and now < done.release_on:
        return Effects(jobs=(date_job(tx, done, done.release_on),))
    return let_out(tx, done, now)


def let_out(tx: Transaction, evaluation: Evaluation, now: datetime) -> Effects:
    """Release where the gate stands open, else show the proposal where the policy says so."""
    if gates.opens(tx, grade_of(tx, evaluation)):
        return release(tx, evaluation, "", now)
    if evaluation.policy is Release.AFTER_REVIEW or evaluation.shown_at is not None:
        return NOTHING
    shown = replace(evaluation, shown_at=now)
    evaluations.save(tx, shown)
    return post(tx, shown, "s")


def date_job(tx: Transaction, evaluation: Evaluation, at: datetime) -> JobDraft:
    """The day on which the policy lets it out."""
    session = sessions.find(tx, evaluation.session_id)
    place = Place.parse((session.place or session.origin) if session else "")
    run_at = int(at.timestamp() * 1000)
    lane = gradeable.lane_of(evaluation.session_id)
    key = f"{evaluation.id}:{run_at}"
    fired = Fired(DATE_JOB, {"evaluation": evaluation.id})
    return JobDraft(
        DATE_JOB, key, run_at, Event(f"{DATE_JOB}:{key}", place, fired, run_at, lane=lane)
    )


def on_date(tx: Transaction, house: House, event: Event) -> Effects:
    """The day has come; what is released or gone stays so."""
    payload = payload_of(event)
    evaluation = evaluations.find(tx, payload.get("evaluation", ""))
    if evaluation is None or evaluation.released_at is not None:
        return NOTHING
    return let_out(tx, evaluation, house.clock.now())


def release(tx: Transaction, evaluation: Evaluation, by: str, now: datetime) -> Effects:
    """The grade stands from now on; `by` is empty for the gate. Audited, posted once."""
    grade = grade_of(tx, evaluation)
    percent = grade.total.percent
    total = str(percent) if percent is not None and grade.total.complete else ""
    released = replace(evaluation, released_at=now, released_by=by, total=total)
    evaluations.save(tx, released)
    why = "" if by else "gate"
    entry = Entry(by, "release", evaluation.id, now, evaluation.section_id, reason=why)
    audit.record(tx, entry)
    return post(tx, released, "r")


def renew(tx: Transaction, evaluation: Evaluation, by: str) -> Effects:
    """A released grade was changed: the new total stands, and the student is told."""
    grade = grade_of(tx, replace(evaluation, released_by=by))
    percent = grade.total.percent
    total = str(percent) if percent is not None and grade.total.complete else ""
    changed = replace(evaluation, released_by=by, total=total)
    evaluations.save(tx, changed)
    return post(tx, changed, "")


def post(tx: Transaction, evaluation: Evaluation, kind: str) -> Effects:
    """The grade into the interview's own place, which only its student reads."""
    session = sessions.find(tx, evaluation.session_id)
    if session is None:
        return NOTHING
    place = Place.parse(session.place or session.origin)
    student = people.find(tx, session.student_id)
    to = "" if session.place else (student.user if student else "")
    reply = student_reply(grade_of(tx, evaluation))
    key = key_of(kind, evaluation) if kind else ""
    return Effects((Draft(place, Post(reply, to), key),))


def student_reply(grade: Grade) -> Reply:
    """What the student reads first, and the way to the reasons and to an objection."""
    made = grade.evaluation
    buttons = [Button(_("Why?"), token("why", made.id), "primary")]
    buttons.append(Button(_("Ask or contest"), token("contest", made.id)))
    return Reply(short_blocks(grade), tuple(buttons))


def visible_to_student(tx: Transaction, session: Session) -> Evaluation | None:
    """The grading that the student may read, if there is one."""
    found = evaluations.of_session(tx, session.id)
    if found is None or (found.shown_at is None and found.released_at is None):
        return None
    return found


def own(tx: Transaction, person_id: str, evaluation_id: str) -> Evaluation:
    """A grading that its student may read; any other reads as not found."""
    found = evaluations.find(tx, evaluation_id)
    session = sessions.find(tx, found.session_id) if found else None
    if found is None or session is None or session.student_id != person_id:
        raise RefusalError(Refusal.NOT_FOUND)
    if found.shown_at is None and found.released_at is None:
        raise RefusalError(Refusal.NOT_FOUND)
    return found
