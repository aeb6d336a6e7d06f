"""What a class may see of itself: counts over at least five students, nobody's name."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.domain.reply import Block, Heading, Note, Prose, Speech, Table
from core.domain.rubric import Criterion
from core.evaluation.phrases import CAUSES, CONDITIONS, DEPTHS
from core.evaluation.values import FactRow, Report
from core.language import _, ngettext

FEWEST = 5
FEWEST_ALIKE = 2
MOST_MOMENTS = 3
MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Debrief:
    """One report a student; `levels` are released ones by criterion; `quotes` were let out.

    `reveal`: nobody can try any more, so what was never reached may be named.
    """

    title: str
    reports: tuple[Report, ...]
    criteria: tuple[Criterion, ...]
    levels: Mapping[str, Sequence[int]]
    quotes: tuple[str, ...]
    reveal: bool

    @property
    def is_shown(self) -> bool:
        """Fewer than five could be told apart."""
        return len(self.reports) >= FEWEST


def debrief_blocks(found: Debrief) -> tuple[Block, ...]:
    """Everything, or only why there is nothing."""
    head = Heading(_("Debrief: {title}").format(title=found.title))
    if not found.is_shown:
        words = _("Fewer than {k} students have finished; nothing is shown, so that nobody is.")
        return (head, Prose(words.format(k=FEWEST)))
    count = _("{n} interviews, one of each student; nobody is named.")
    parts = (*_reached(found), *_moments(found), *_levels(found), *_quotes(found))
    return (head, Note(count.format(n=len(found.reports))), *parts)


def _reached(found: Debrief) -> Iterator[Block]:
    """Facts of each client that nobody was told; by name only when nobody can try any more."""
    for client in sorted({one.client_name for one in found.reports}):
        mine = [one for one in found.reports if one.client_name == client]
        if len(mine) >= FEWEST:
            yield Prose(_never(client, mine, reveal=found.reveal))


def _untold(mine: Sequence[Report]) -> list[FactRow]:
    told = {row.id for one in mine for row in one.facts if row.reached.is_open}
    return [row for row in mine[0].facts if row.id not in told]


def _never(client: str, mine: Sequence[Report], *, reveal: bool) -> str:
    never = _untold(mine)
    if not never:
        return _("{client}: every fact was told to somebody.").format(client=client)
    words = [row.title for row in never] if reveal else _depths(never)
    return _("{client}: nobody was told {facts}.").format(client=client, facts="; ".join(words))


def _depths(never: Sequence[FactRow]) -> list[str]:
    depths = Counter(row.depth for row in never)
    return [f"{number} {DEPTHS[depth]}" for depth, number in depths.items()]


def _common(found: Debrief) -> list[tuple[str, int]]:
    causes = Counter(
        cause for one in found.reports for cause in {moment.cause for moment in one.moments}
    )
    return [(cause, n) for cause, n in causes.most_common(MOST_MOMENTS) if n >= FEWEST_ALIKE]


def _moments(found: Debrief) -> Iterator[Block]:
    """The causes that cost most students something."""
    count = len(found.reports)
    cells = tuple(
        (CAUSES.get(cause) or CONDITIONS.get(cause, cause), f"{n} / {count}")
        for cause, n in _common(found)
    )
    if cells:
        yield Table((_("What cost openness"), _("Interviews")), cells)


def _levels(found: Debrief) -> Iterator[Block]:
    """How often each released level was given."""
    rows = counted(found.criteria, found.levels)
    if not rows:
        return
    header = (_("Criterion"), *(str(level) for level in range(len(rows[0][1]))))
    cells = (
        (name, *("–" if count is None else str(count) for count in counts)) for name, counts in rows
    )
    yield Table(header, tuple(cells))


def counted(
    criteria: Sequence[Criterion], levels: Mapping[str, Sequence[int]]
) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    """How often each level of each criterion was given, None where it has no such level.

    A criterion with fewer than five students is left out.
    """
    shown = [one for one in criteria if len(levels.get(one.id, ())) >= FEWEST]
    most = max((len(one.levels) for one in shown), default=0)
    return tuple((one.name, _counts(one, levels[one.id], most)) for one in shown)


def _counts(one: Criterion, levels: Sequence[int], most: int) -> tuple[int | None, ...]:
    counts = Counter(levels)
    return tuple(counts[level] if level < len(one.levels) else None for level in range(most))


def _quotes(found: Debrief) -> Iterator[Block]:
    shown = found.quotes[:MOST_QUOTES]
    if shown:
        head = ngettext("A line that worked", "Lines that worked", len(shown))
        yield Heading(head)
    for text in shown:
        yield Speech(_("Somebody"), text)
