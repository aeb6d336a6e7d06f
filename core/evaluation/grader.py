"""From a grader's answer to a finding: every quote verified, no level without evidence."""

from dataclasses import dataclass, replace

from core.domain.grading import Finding, NextStep, Proof, Reason, Span
from core.domain.rubric import Criterion
from core.evaluation.answers import Answer, Step
from core.evaluation.evidence import (
    Claim,
    Evidence,
    Searchable,
    Source,
    proof,
    verify,
    verify_all,
)
from core.evaluation.prose import honest
from core.evaluation.values import Report

MOST_WORDS = {"rationale": 60, "strength": 25, "better": 60, "why": 25}


@dataclass(frozen=True, slots=True)
class Bench:
    """What an answer is held against."""

    session_id: str
    transcript: Searchable
    report: Report


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding in which all stands, and the quotes that did not."""

    finding: Finding
    failed: tuple[Claim, ...]


def judge(answer: Answer, criterion: Criterion, bench: Bench) -> Judged:
    """Unverified quotes fall; a level that has none left falls with them."""
    source = Source(criterion.source)
    kept, failed = verify_all(answer.claims, source, bench.transcript)
    proofs = tuple(proof_of(bench, one) for one in kept)
    finding = Finding(
        criterion=criterion.id,
        level=answer.level,
        reason=Reason.SCORED,
        proofs=proofs,
        rationale=_prose(bench, answer.rationale, "rationale") or _standard(criterion, answer),
        strength=_prose(bench, answer.strength, "strength"),
        next_step=_next_step(bench, answer.step),
    )
    if answer.level is None or (not proofs and not _is_absence(answer, criterion, bench.report)):
        finding = unscored(finding, Reason.NO_EVIDENCE)
    return Judged(finding, failed)


def unscored(finding: Finding, reason: Reason) -> Finding:
    """Without a level there is nothing that its words could give reasons for."""
    rationale = finding.rationale if finding.proofs else ""
    return replace(finding, level=None, reason=reason, rationale=rationale)


def _is_absence(answer: Answer, criterion: Criterion, report: Report) -> bool:
    """The lowest level for what the report, too, has not seen once."""
    counted = {row.name for row in (*report.behaviours, *report.signals)}
    return (
        answer.level == 0
        and criterion.absence == "lowest"
        and criterion.count in counted
        and not report.turns_of(criterion.count)
    )


def proof_of(bench: Bench, evidence: Evidence) -> Proof:
    """The evidence as it is kept, with the hash that proves it."""
    spans = tuple(Span(one.seq, one.turn, one.start, one.end, one.text) for one in evidence.parts)
    return Proof(spans, evidence.times, proof(bench.session_id, evidence))


def _standard(criterion: Criterion, answer: Answer) -> str:
    return "" if answer.level is None else criterion.levels[answer.level]


def _prose(bench: Bench, text: str, kind: str) -> str:
    """Without sentences that quote what nobody said, and no longer than it should be."""
    kept = honest(text, Source.BOTH, bench.transcript)
    words = kept.split()
    return kept if len(words) <= MOST_WORDS[kind] else " ".join(words[: MOST_WORDS[kind]]) + " …"


def _next_step(bench: Bench, step: Step | None) -> NextStep | None:
    """A step that stands in for words which nobody said is none."""
    if step is None or not step.better.strip():
        return None
    found = None if step.claim is None else verify(step.claim, Source.STUDENT, bench.transcript)
    if step.claim is not None and found is None:
        return None
    better = " ".join(step.better.split()[: MOST_WORDS["better"]])
    why = _prose(bench, step.why, "why")
    return NextStep(proof_of(bench, found) if found else None, better, why)


def stands(bench: Bench, kept: Proof) -> bool:
    """Whether a kept quote still is what the transcript says, to the character."""
    lines = {one.line.seq: one.line.text for one in bench.transcript.lines}
    return all(lines.get(span.seq, "")[span.start : span.end] == span.text for span in kept.spans)
