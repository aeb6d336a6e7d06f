"""What to show of an interview: three moments to try again, what worked, one next step."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.session import Role
from core.evaluation.betterlines import better_line
from core.evaluation.metrics import primary, turns_where
from core.evaluation.quotes import quote_around
from core.evaluation.turns import Interview, TurnRead
from core.evaluation.values import FactRow, Highlight, Missed, Moment, Quote

MOST = 3
_PLACED = {"closed": "closed", "press": "explore", "missed": "explore"}
# Which failed condition is worth a better line, first come first.
_WORTH = ("risk question", "after", "asked", "openness")


@dataclass(frozen=True, slots=True)
class Findings:
    """What the counting has found and the choosing needs."""

    language: str
    facts: tuple[FactRow, ...]
    missed: tuple[Missed, ...]
    risk_turns: tuple[int, ...]

    def fact(self, fact_id: str) -> FactRow | None:
        return next((row for row in self.facts if row.id == fact_id), None)


def three_moments(interview: Interview, findings: Findings) -> tuple[Moment, ...]:
    """By what the turn cost, then by the weight of what it missed, then by a cause not shown yet.

    In the order of the interview.
    """
    found = [(read, _cause(read, findings)) for read in interview.reads]
    chosen = _choose([(read, cause) for read, cause in found if cause], findings)
    made = (_moment(interview, findings, *one) for one in sorted(chosen, key=_turn))
    return tuple(moment for moment in made if moment)


def _choose(left: list[tuple[TurnRead, str]], findings: Findings) -> list[tuple[TurnRead, str]]:
    chosen: list[tuple[TurnRead, str]] = []
    while left and len(chosen) < MOST:
        shown = {cause for _, cause in chosen}
        best = min(left, key=lambda found: (*_rank(found[0], findings), found[1] in shown))
        left.remove(best)
        chosen.append(best)
    return chosen


def _turn(found: tuple[TurnRead, str]) -> int:
    return found[0].turn


def _rank(read: TurnRead, findings: Findings) -> tuple[int, int]:
    return -read.loss, -_missed_weight(read, findings)


def _missed_weight(read: TurnRead, findings: Findings) -> int:
    told = [miss.fact for miss in findings.missed if miss.turn == read.turn]
    rows = [findings.fact(fact) for fact in (*told, *_shut(read))]
    return max((row.weight for row in rows if row), default=0)


def _shut(read: TurnRead) -> tuple[str, ...]:
    return (read.fact,) if read.action in ("guarded", "hint") and read.fact else ()


def _cause(read: TurnRead, findings: Findings) -> str:
    """The costliest cause, or the condition that a fact asked about has failed; "" for none."""
    if read.action == "open":
        return ""
    if read.costs and not (read.risk_asked and not read.is_leading):
        return read.costs[0][0]
    return next((cause for fact in _shut(read) if (cause := _failed(read, fact, findings))), "")


def _failed(read: TurnRead, fact: str, findings: Findings) -> str:
    failed = read.failed(fact)
    row = findings.fact(fact)
    named = {name.split(":")[0]: name for name in row.failed} if row else {}
    found = next((name for name in _WORTH if name in failed), "")
    return named.get(found, found)


def _moment(interview: Interview, findings: Findings, read: TurnRead, cause: str) -> Moment | None:
    said = quote_of(interview, read, _PLACED.get(cause, cause))
    if said is None:
        return None
    answers = interview.lines_of(read.turn, Role.CLIENT)
    return Moment(
        turn=read.turn,
        cause=cause,
        action=read.action,
        before=read.before,
        after=read.after,
        said=said,
        answer=quote_around(answers[0], 0) if answers else None,
        better=better_line(primary(findings.language), cause, read.turn),
    )


def quote_of(interview: Interview, read: TurnRead, signal: str) -> Quote | None:
    """The student's words of that turn, near where the signal was read."""
    place = read.place(signal)
    lines = interview.lines_of(read.turn, Role.STUDENT)
    for line in lines:
        if place < len(line.text) or line is lines[-1]:
            return quote_around(line, place)
        place -= len(line.text) + 1
    return None


def find_worked(interview: Interview, findings: Findings) -> Highlight:
    """The weightiest fact opened, else the largest rise, else that they talked, or came."""
    reads = interview.reads
    opened = [read for read in reads if read.action == "open"]
    if opened:
        best = min(opened, key=lambda read: (-_weight(findings, read.fact), read.turn))
        return Highlight("opened", (best.turn,), quote_of(interview, best, _first_gain(best)))
    rises = [read for read in reads if read.after > read.before and read.gains]
    if rises:
        rise = max(rises, key=lambda read: (read.after - read.before, -read.turn))
        kind = _first_gain(rise)
        return Highlight(f"rise:{kind}", (rise.turn,), quote_of(interview, rise, kind))
    turns = tuple(sorted({line.turn for line in interview.said_by(Role.STUDENT)}))
    return Highlight("talked" if turns else "began", turns, None)


def _weight(findings: Findings, fact: str) -> int:
    row = findings.fact(fact)
    return row.weight if row else 0


def _first_gain(read: TurnRead) -> str:
    return read.gains[0][0] if read.gains else ""


def find_next_step(reads: Sequence[TurnRead], findings: Findings) -> Highlight:
    """What cost the most over the whole interview, else what was not tried yet."""
    costs: dict[str, int] = {}
    for read in reads:
        for cause, cost in read.costs:
            costs[cause] = costs.get(cause, 0) + cost
    costs.pop("closed", None)
    if costs:
        worst = min(costs, key=lambda cause: (-costs[cause], cause))
        turns = tuple(read.turn for read in reads if worst in dict(read.costs))
        return Highlight(worst, turns, None)
    return _untried(reads, findings)


def _untried(reads: Sequence[TurnRead], findings: Findings) -> Highlight:
    closed = turns_where(reads, lambda read: read.behaviour == "closed")
    opened = turns_where(reads, lambda read: read.behaviour == "open")
    reflected = turns_where(reads, lambda read: read.has("reflect", "summary"))
    steps = (
        (not reads, Highlight("longer", (), None)),
        (len(closed) > len(opened), Highlight("closed", closed, None)),
        (2 * len(reflected) < len(opened), Highlight("reflect", reflected, None)),
        (not findings.risk_turns, Highlight("risk", (), None)),
    )
    return next((step for due, step in steps if due), Highlight("follow", (), None))
