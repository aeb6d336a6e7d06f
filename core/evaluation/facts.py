"""Which facts were reached, and what kept the others shut."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.profile import ClientProfile, Fact
from core.evaluation.metrics import turns_where
from core.evaluation.turns import TurnRead
from core.evaluation.values import Depth, FactRow, Reached, Turns

DEEPER_FROM = 300
DEEPEST_FROM = 500


def fact_rows(profile: ClientProfile, reads: Sequence[TurnRead]) -> tuple[FactRow, ...]:
    """One row per fact, in profile order."""
    return tuple(_row(fact, reads) for fact in profile.facts)


def _row(fact: Fact, reads: Sequence[TurnRead]) -> FactRow:
    opened = _opened(fact, reads)
    until = [read for read in reads if not opened or read.turn <= opened]
    asked = [read for read in until if read.topic(fact.id)]
    reached = _reached(fact, reads, asked, opened)
    leading, calm = _risk_questions(fact, asked)
    return FactRow(
        id=fact.id,
        title=fact.title,
        depth=_depth(fact),
        weight=fact.weight,
        risk=fact.risk,
        reached=reached,
        turn=opened,
        asked=turns_where(asked, lambda _: True),
        failed=() if reached.is_open else _failed(fact, asked),
        leading=leading,
        calm=calm,
    )


def _opened(fact: Fact, reads: Sequence[TurnRead]) -> int:
    """The turn that opened it, 0 for none."""
    return next((r.turn for r in reads if r.action == "open" and r.fact == fact.id), 0)


def _failed(fact: Fact, asked: Sequence[TurnRead]) -> tuple[str, ...]:
    """What kept it shut when it was last asked about."""
    return tuple(_named(fact, name) for read in asked[-1:] for name in read.failed(fact.id))


def _reached(
    fact: Fact, reads: Sequence[TurnRead], asked: Sequence[TurnRead], opened: int
) -> Reached:
    if opened:
        return Reached.OPENED
    if reads and all(gate.fact != fact.id for gate in reads[0].gates):
        return Reached.KNOWN
    if any(read.action == "hint" and read.fact == fact.id for read in reads):
        return Reached.HINTED
    return Reached.SHUT if asked else Reached.UNTOUCHED


def _named(fact: Fact, condition: str) -> str:
    """The condition with what it asks for, where there is a choice."""
    kind = {"asked": fact.gate.asked.value, "after": fact.gate.after.value}.get(condition)
    return f"{condition}:{kind}" if kind else condition


def _risk_questions(fact: Fact, reads: Sequence[TurnRead]) -> tuple[Turns, Turns]:
    """Turns that asked about this risk: leading or pushed, and calmly."""
    asked = [read for read in reads if fact.risk and _asks(read, fact)]
    leading = turns_where(asked, lambda read: read.is_leading)
    return leading, turns_where(asked, lambda read: not read.is_leading)


def _asks(read: TurnRead, fact: Fact) -> bool:
    topic = read.topic(fact.id)
    return topic is not None and (topic.in_question or read.has("risk_ask", "risk_leading"))


def _depth(fact: Fact) -> Depth:
    if fact.gate.openness >= DEEPEST_FROM:
        return Depth.DEEPEST
    return Depth.DEEPER if fact.gate.openness >= DEEPER_FROM else Depth.SURFACE


def veil(rows: Sequence[FactRow]) -> tuple[FactRow, ...]:
    """Rows without a word of what was not opened, and in an order that gives nothing away."""
    shown = [row for row in rows if row.reached.is_open]
    hidden = [replace(row, id="", title="") for row in rows if not row.reached.is_open]
    places = {depth: place for place, depth in enumerate(Depth)}
    return (*shown, *sorted(hidden, key=lambda row: (places[row.depth], row.asked, row.weight)))
