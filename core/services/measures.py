"""From a report to the few numbers of it that overviews add up."""

from datetime import datetime

from core.domain.session import Session
from core.evaluation.values import Report
from core.store.measures import Measure


def measure_of(session: Session, report: Report, now: datetime) -> Measure:
    """The countable part of an interview's report."""
    return Measure(
        session_id=session.id,
        section_id=session.section_id,
        student_id=session.student_id,
        assignment_id=session.assignment_id or "",
        client_id=session.client_id,
        metrics=report.pinned.metrics,
        turns=session.turns,
        active_ms=max(report.pace.active, 0),
        openness=report.openness.end,
        facts_opened=sum(row.reached.is_open for row in report.facts),
        facts=len(report.facts),
        open_questions=len(report.turns_of("open")),
        questions=report.questions,
        reflections=len(report.turns_of("reflection")),
        ended_at=session.ended_at or now,
    )
