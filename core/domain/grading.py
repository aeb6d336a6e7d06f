"""A grade as values: what was found per criterion, who decided, what stands; total in Decimal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from core.domain.rubric import Criterion
from core.domain.teaching import Release

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


class Reason(StrEnum):
    """Why a criterion has no level; empty when it has one."""

    SCORED = ""
    NO_EVIDENCE = "no_evidence"
    UNAVAILABLE = "unavailable"
    UNREADABLE = "unreadable"
    DECLINED = "declined"


class Ruling(StrEnum):
    """What a teacher did with a criterion; `blind`: before the machine's level was shown."""

    CONFIRM = "confirm"
    OVERRIDE = "override"
    BLIND = "blind"
    STRIKE = "strike"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of transcript line `seq`, as they stand there."""

    seq: int
    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Verified words: spans of one line in order, said `times` times; `hash` proves them."""

    spans: tuple[Span, ...]
    times: int
    hash: str

    @property
    def turn(self) -> int:
        return self.spans[0].turn

    @property
    def text(self) -> str:
        """The transcript's own characters."""
        return " […] ".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One better line for words of the student's own, or for the interview as a whole."""

    instead: Proof | None
    better: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the grader found for one criterion; `level` None says: not scored, for `reason`."""

    criterion: str
    level: int | None
    reason: Reason
    proofs: tuple[Proof, ...] = ()
    rationale: str = ""
    strength: str = ""
    next_step: NextStep | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One ruling of a person about one criterion; the last one with a level stands."""

    criterion: str
    ruling: Ruling
    level: int | None
    comment: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pinned:
    """What was graded with what; nothing of it changes afterwards."""

    rubric_id: str
    criteria: str
    grader: str
    prompt: str
    transcript: str
    profile: str
    language: str

    @property
    def config(self) -> str:
        """Model and prompt version: another one is another grader."""
        return f"{self.grader} {self.prompt}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One grading of one interview; `released_by` is empty where the gate released it."""

    id: str
    session_id: str
    section_id: str
    assignment_id: str
    pinned: Pinned
    done: bool
    policy: Release
    release_on: datetime | None
    created_at: datetime
    finished_at: datetime | None = None
    revealed_at: datetime | None = None
    shown_at: datetime | None = None
    released_at: datetime | None = None
    released_by: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """Percent over the scored weight; `share` is that weight in percent, 100 when complete."""

    percent: Decimal | None
    share: Decimal

    @property
    def complete(self) -> bool:
        return self.share == HUNDRED


def total_of(criteria: Sequence[Criterion], levels: Mapping[str, int | None]) -> Total:
    """100 times the weighted mean of what the levels are worth, over what is scored, half up."""
    known, gained = Decimal(0), Decimal(0)
    for one in criteria:
        level = levels.get(one.id)
        if level is not None:
            known += one.weight
            gained += one.weight * one.share(level)
    if not known:
        return Total(None, Decimal(0))
    weights = sum((one.weight for one in criteria), Decimal(0))
    share = HUNDRED if known == weights else tenth(HUNDRED * known / weights)
    return Total(tenth(HUNDRED * gained / known), share)


def tenth(value: Decimal) -> Decimal:
    """Rounded half up to one place."""
    return value.quantize(TENTH, ROUND_HALF_UP)


def without(finding: Finding, lines: Mapping[int, str]) -> Finding:
    """The finding as far as its quotes still stand in the lines; words about others go too."""
    kept = tuple(one for one in finding.proofs if _stands(one, lines))
    step = finding.next_step
    gone = step is not None and step.instead is not None and not _stands(step.instead, lines)
    if kept == finding.proofs and not gone:
        return finding
    return replace(finding, proofs=kept, rationale="", strength="", next_step=None)


def _stands(kept: Proof, lines: Mapping[int, str]) -> bool:
    return all(lines.get(one.seq, "")[one.start : one.end] == one.text for one in kept.spans)


def standing(findings: Sequence[Finding], verdicts: Sequence[Verdict]) -> dict[str, int | None]:
    """The level that stands for each criterion: the person's last word, else the machine's."""
    levels = {one.criterion: one.level for one in findings}
    for verdict in verdicts:
        if verdict.level is not None:
            levels[verdict.criterion] = verdict.level
    return levels


def decided(verdicts: Sequence[Verdict]) -> frozenset[str]:
    """The criteria about which a person has spoken."""
    return frozenset(one.criterion for one in verdicts if one.level is not None)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grading with everything said about it; `names` are those of the people in it, by id."""

    evaluation: Evaluation
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def levels(self) -> dict[str, int | None]:
        """What stands now."""
        return standing(self.findings, self.verdicts)

    @property
    def total(self) -> Total:
        return total_of(self.criteria, self.levels)

    @property
    def undecided(self) -> tuple[Criterion, ...]:
        """Criteria about which nobody has spoken."""
        known = decided(self.verdicts)
        return tuple(one for one in self.criteria if one.id not in known)

    def finding(self, criterion: str) -> Finding:
        """What was found; nothing yet reads as not scored."""
        known = (one for one in self.findings if one.criterion == criterion)
        return next(known, Finding(criterion, None, Reason.UNAVAILABLE))

    def comments(self, criterion: str) -> tuple[Verdict, ...]:
        """What people wrote about a criterion, oldest first."""
        return tuple(
            one
            for one in self.verdicts
            if one.criterion == criterion and one.comment and one.ruling is not Ruling.STRIKE
        )

    def shown_proofs(self, criterion: str) -> tuple[Proof, ...]:
        """The evidence without what a teacher has struck out."""
        about = (one for one in self.verdicts if one.criterion == criterion)
        struck = {one.comment for one in about if one.ruling is Ruling.STRIKE}
        return tuple(one for one in self.finding(criterion).proofs if one.hash not in struck)

    def name_of(self, person: str) -> str:
        return dict(self.names).get(person, "")
