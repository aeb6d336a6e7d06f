"""When a machine's level may be released without a person: the rules of the gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.evaluation.agreement import Agreement, Pair, agreement
from core.language import _, gettext_noop

WINDOW = 60
KEPT = 500


@dataclass(frozen=True, slots=True)
class Bar:
    """What the teacher asks for; `bias` in levels, the others as shares."""

    kappa: float = 0.60
    pairs: int = 30
    near: float = 0.90
    bias: float = 0.5
    coverage: float = 0.90


class Shut(StrEnum):
    """Why a gate is shut."""

    FEW_PAIRS = "few_pairs"
    NO_VARIATION = "no_variation"
    KAPPA = "kappa"
    NEAR = "near"
    BIAS = "bias"
    COVERAGE = "coverage"
    CRITICAL = "critical"


FEWEST_PAIRS = 30
WORDS = {
    Shut.FEW_PAIRS: gettext_noop("too few interviews were marked by both"),
    Shut.NO_VARIATION: gettext_noop("not enough variation in the marks"),
    Shut.KAPPA: gettext_noop("the lower end of the agreement is below your bar"),
    Shut.NEAR: gettext_noop("too often more than one level apart"),
    Shut.BIAS: gettext_noop("it marks too high or too low"),
    Shut.COVERAGE: gettext_noop("it finds evidence too seldom"),
    Shut.CRITICAL: gettext_noop("a critical criterion is always decided by a person"),
}


@dataclass(frozen=True, slots=True)
class Passport:
    """One criterion of one grader in one class: its figures and what keeps its gate shut."""

    criterion: str
    figures: Agreement | None
    coverage: float
    shut: tuple[Shut, ...]

    @property
    def is_open(self) -> bool:
        return not self.shut


@dataclass(frozen=True, slots=True)
class Marked:
    """The blind pairs of one criterion, oldest first, each with the id of its session."""

    criterion: str
    pairs: tuple[tuple[str, Pair], ...]
    coverage: float
    critical: bool = False


@lru_cache(maxsize=KEPT)
def figures_of(
    criterion: str, window: tuple[tuple[str, Pair], ...], resamples: int
) -> Agreement | None:
    """The same figures for the same pairs; kept, since resampling takes a while."""
    salt = "\x1f".join((criterion, *(session for session, _ in window)))
    return agreement([pair for _, pair in window], salt, resamples)


def passport(marked: Marked, bar: Bar, resamples: int = 2_000) -> Passport:
    """Judge the last 60 pairs."""
    figures = figures_of(marked.criterion, marked.pairs[-WINDOW:], resamples)
    shut = reasons(figures, marked.coverage, bar)
    if marked.critical:
        shut = (*shut, Shut.CRITICAL)
    return Passport(marked.criterion, figures, marked.coverage, shut)


def reasons(figures: Agreement | None, coverage: float, bar: Bar) -> tuple[Shut, ...]:
    """Everything that keeps the gate shut; below 30 pairs no teacher's bar opens it."""
    if figures is None:
        return (Shut.FEW_PAIRS,)
    found = {
        Shut.FEW_PAIRS: figures.n < max(bar.pairs, FEWEST_PAIRS),
        Shut.NO_VARIATION: figures.kappa is None,
        Shut.KAPPA: figures.kappa is not None and figures.kappa.low < bar.kappa,
        Shut.NEAR: figures.near.value < bar.near,
        Shut.BIAS: figures.bias.low < -bar.bias or figures.bias.high > bar.bias,
        Shut.COVERAGE: coverage < bar.coverage,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def may_release(passports: Sequence[Passport], *, complete: bool) -> bool:
    """A session goes out alone only with every criterion scored and every gate open."""
    return complete and bool(passports) and all(one.is_open for one in passports)


def reasons_in_words(one: Passport) -> tuple[str, ...]:
    """Everything that keeps the gate shut."""
    return tuple(_(WORDS[reason]) for reason in one.shut)


def reading(one: Passport) -> str:
    """The figures in plain words."""
    figures = one.figures
    if figures is None:
        return _("No interview was marked by both yet.")
    if figures.kappa is None:
        text = _("{n} marked by both; not enough variation to say how far they agree.")
        return text.format(n=figures.n)
    text = _(
        "{n} marked by both: the same level in {exact:.0%}, at most one level apart in {near:.0%}; "
        "kappa {kappa:.2f} [{low:.2f}, {high:.2f}]."
    ).format(
        n=figures.n,
        exact=figures.exact.value,
        near=figures.near.value,
        kappa=figures.kappa.value,
        low=figures.kappa.low,
        high=figures.kappa.high,
    )
    parts = [text, _lean(figures)]
    if figures.n < FEWEST_PAIRS:
        few = _("Fewer than {n}: too few to rely on.")
        parts.append(few.format(n=FEWEST_PAIRS))
    return " ".join(parts)


def _lean(figures: Agreement) -> str:
    if figures.bias.low <= 0 <= figures.bias.high:
        return _("It leans neither way.")
    higher = _("It marks {levels:.1f} of a level higher than you.")
    lower = _("It marks {levels:.1f} of a level lower than you.")
    text = higher if figures.bias.value > 0 else lower
    return text.format(levels=abs(figures.bias.value))
