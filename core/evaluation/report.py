"""The report that needs no model: same transcript, trace and profile, same bytes."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.profile import ClientProfile
from core.domain.session import Message
from core.evaluation.facts import fact_rows, veil
from core.evaluation.metrics import (
    find_missed,
    find_ruptures,
    measure_openness,
    measure_pace,
    measure_talk,
    tally_behaviours,
    tally_signals,
    turns_where,
)
from core.evaluation.moments import Findings, find_next_step, find_worked, three_moments
from core.evaluation.quotes import is_verbatim
from core.evaluation.turns import Interview, read_interview
from core.evaluation.values import METRICS_VERSION, Highlight, Pinned, Quote, Report


def make_report(
    profile: ClientProfile, messages: Sequence[Message], traces: Sequence[str], *, reveal: bool
) -> Report:
    """Report of one interview; `traces` are the stored rows (JSON text).

    Without `reveal` nothing that was not opened is in the report but its count. Raises
    JsonShapeError (a ValueError) for a trace row that no Director wrote.
    """
    interview = read_interview(messages, traces)
    reads = interview.reads
    findings = Findings(
        profile.language,
        fact_rows(profile, reads),
        find_missed(reads),
        turns_where(reads, lambda read: read.risk_asked),
    )
    made = Report(
        pinned=_pinned(profile, interview),
        client_name=profile.identity.name,
        revealed=True,
        talk=measure_talk(interview, profile.language),
        read_turns=len(reads),
        behaviours=tally_behaviours(reads),
        signals=tally_signals(reads),
        risk_questions=findings.risk_turns,
        missed=findings.missed,
        ruptures=find_ruptures(reads),
        facts=findings.facts,
        openness=measure_openness(profile, reads),
        pace=measure_pace(interview.lines),
        moments=three_moments(interview, findings),
        worked=find_worked(interview, findings),
        next_step=find_next_step(reads, findings),
    )
    return made if reveal else veiled(made)


def _pinned(profile: ClientProfile, interview: Interview) -> Pinned:
    return Pinned(
        metrics=METRICS_VERSION,
        client=f"{profile.id} {profile.version}",
        profile=profile.sha256,
        lexicon=interview.reads[0].lexicon if interview.reads else "",
        language=profile.language,
    )


def veiled(report: Report) -> Report:
    """The report for somebody who may still try again: unopened facts as a count only."""
    return replace(report, revealed=False, facts=veil(report.facts)) if report.revealed else report


def verified(report: Report, messages: Sequence[Message]) -> Report:
    """The report with every quote found again in the transcript; what is not found goes."""
    moments = tuple(
        replace(moment, answer=moment.answer if _stands(moment.answer, messages) else None)
        for moment in report.moments
        if is_verbatim(moment.said, messages)
    )
    return replace(
        report,
        moments=moments,
        worked=_checked(report.worked, messages),
        next_step=_checked(report.next_step, messages),
    )


def _stands(quote: Quote | None, messages: Sequence[Message]) -> bool:
    return quote is not None and is_verbatim(quote, messages)


def _checked(found: Highlight, messages: Sequence[Message]) -> Highlight:
    return found if _stands(found.said, messages) else replace(found, said=None)
