"""How a student gets on from one interview to the next: the same counting only."""

from dataclasses import dataclass
from decimal import Decimal

from core.export.figures import Trend
from core.language import _
from core.store import measures, scores
from core.store.measures import Step
from core.store.transaction import Transaction

MOST = 12
PERMILLE = 10


@dataclass(frozen=True, slots=True)
class Progress:
    """Interviews counted by one version of the metrics; `left_out` were counted by older ones."""

    steps: tuple[Step, ...]
    left_out: int
    percents: dict[str, Decimal]


def read(tx: Transaction, student_id: str, section_id: str = "") -> Progress:
    """The last interviews of a student, of one section only where one is named."""
    found = measures.steps(tx, student_id, MOST, section_id)
    newest = max((one.measure.metrics for one in found), default=0)
    same = tuple(one for one in found if one.measure.metrics == newest)
    known = scores.of_sessions(tx, tuple(one.measure.session_id for one in same))
    return Progress(same, len(found) - len(same), known)


def share(part: int, whole: int) -> int | None:
    """Percent; None of nothing."""
    return round(100 * part / whole) if whole else None


def trends(progress: Progress) -> tuple[Trend, ...]:
    """The measures over interviews, in percent; scores only where there are any."""
    found = [one.measure for one in progress.steps]
    if not found:
        return ()
    made = (
        Trend(_("Openness at the end"), tuple(one.openness // PERMILLE for one in found)),
        Trend(_("Facts opened"), tuple(share(one.facts_opened, one.facts) for one in found)),
        Trend(
            _("Open among your questions"),
            tuple(share(one.open_questions, one.questions) for one in found),
        ),
    )
    return (*made, *score_trend(progress))


def score_trend(progress: Progress) -> tuple[Trend, ...]:
    """Released scores; nothing where there are none."""
    if not progress.percents:
        return ()
    known = (progress.percents.get(one.measure.session_id) for one in progress.steps)
    return (Trend(_("Score"), tuple(None if one is None else round(one) for one in known)),)
