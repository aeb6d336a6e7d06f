"""How far two raters agree: shares, bias, Cohen's kappa, ICC(2,1) and Krippendorff's alpha.

Levels are whole numbers from 0; a pair is (human, machine). None means undefined, which is
neither nought nor one.
"""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations, product
from typing import TypeVar

Pair = tuple[int, int]
T = TypeVar("T")
Z = 1.959964
RESAMPLES = 2_000
MOST_UNDEFINED = 0.05
FEWEST_RATINGS = 2


class Weight(StrEnum):
    """How much a difference of levels counts."""

    NOMINAL = "nominal"
    LINEAR = "linear"
    QUADRATIC = "quadratic"

    def of(self, one: int, other: int) -> int:
        gap = abs(one - other)
        return {"nominal": int(gap > 0), "linear": gap, "quadratic": gap * gap}[self.value]


class Scale(StrEnum):
    """What Krippendorff's alpha takes the levels for."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is known of one criterion; `kappa` (quadratic) None: not enough variation."""

    n: int
    exact: Interval
    near: Interval
    bias: Interval
    error: float
    kappa: Interval | None


def agreement(pairs: Sequence[Pair], salt: str, resamples: int = RESAMPLES) -> Agreement | None:
    """All figures of one criterion, the same ones for the same pairs and salt; None for none."""
    if not pairs:
        return None
    n = len(pairs)
    bias, kappa = _resampled(pairs, salt, resamples)
    return Agreement(
        n,
        share(sum(h == b for h, b in pairs), n),
        share(sum(abs(h - b) <= 1 for h, b in pairs), n),
        bias,
        sum(abs(h - b) for h, b in pairs) / n,
        kappa,
    )


def share(hits: int, n: int) -> Interval:
    """A share with Wilson's interval."""
    p, z2 = hits / n, Z * Z
    middle = p + z2 / (2 * n)
    half = Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    below = 1 + z2 / n
    return Interval(p, max(0.0, (middle - half) / below), min(1.0, (middle + half) / below))


def bias(pairs: Sequence[Pair]) -> float:
    """How much higher the machine is on average, in levels."""
    return sum(b - h for h, b in pairs) / len(pairs)


def kappa(pairs: Sequence[Pair], weight: Weight) -> float | None:
    """Cohen's weighted kappa; undefined when no disagreement is to be expected."""
    humans, machines = Counter(h for h, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(
        weight.of(h, b) * times * others
        for h, times in humans.items()
        for b, others in machines.items()
    )
    if expected == 0:
        return None
    observed = sum(weight.of(h, b) for h, b in pairs)
    return 1 - len(pairs) * observed / expected


def icc(ratings: Sequence[Sequence[float]]) -> float | None:
    """ICC(2,1) of Shrout and Fleiss: one row a session, one column a rater, none missing."""
    n, k = len(ratings), len(ratings[0]) if ratings else 0
    if n < FEWEST_RATINGS or k < FEWEST_RATINGS:
        return None
    rows, raters = [mean(row) for row in ratings], [mean(row) for row in zip(*ratings, strict=True)]
    middle = mean(rows)
    msr = k * squares(rows, middle) / (n - 1)
    msc = n * squares(raters, middle) / (k - 1)
    rest = [
        x - row - rater + middle
        for row, marks in zip(rows, ratings, strict=True)
        for rater, x in zip(raters, marks, strict=True)
    ]
    mse = squares(rest, 0.0) / ((n - 1) * (k - 1))
    below = msr + (k - 1) * mse + k * (msc - mse) / n
    return None if below == 0 else (msr - mse) / below


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def squares(values: Sequence[float], middle: float) -> float:
    """The sum of squared distances."""
    return math.fsum((value - middle) ** 2 for value in values)


def alpha(units: Sequence[Sequence[int]], scale: Scale) -> float | None:
    """Krippendorff's alpha; each unit holds the levels that it was given, missing ones left out."""
    paired = [unit for unit in units if len(unit) >= FEWEST_RATINGS]
    totals = Counter(level for unit in paired for level in unit)
    far = {(c, k): _distance(totals, scale, c, k) for c, k in product(totals, repeat=2)}
    expected = math.fsum(totals[c] * totals[k] * gap for (c, k), gap in far.items())
    if expected == 0:
        return None
    observed = math.fsum(
        far[pair] / (len(unit) - 1) for unit in paired for pair in permutations(unit, 2)
    )
    return 1 - (sum(totals.values()) - 1) * observed / expected


def _distance(totals: Counter[int], scale: Scale, c: int, k: int) -> float:
    if scale is Scale.NOMINAL:
        return float(c != k)
    if scale is Scale.INTERVAL:
        return float((c - k) ** 2)
    low, high = min(c, k), max(c, k)
    between = sum(times for level, times in totals.items() if low <= level <= high)
    return (between - (totals[c] + totals[k]) / 2) ** 2


def bootstrap(
    items: Sequence[T],
    statistic: Callable[[Sequence[T]], float | None],
    salt: str,
    resamples: int = RESAMPLES,
) -> Interval | None:
    """Percentile interval over resamples of sessions; None: not enough variation."""
    value = statistic(items) if items else None
    if value is None:
        return None
    rng = generator(salt)
    drawn = (statistic(rng.choices(items, k=len(items))) for _ in range(resamples))
    return between(value, list(drawn))


def generator(salt: str) -> random.Random:
    """A generator that gives the same resamples for the same criterion and pairs."""
    seed = hashlib.sha256(salt.encode()).digest()
    return random.Random(int.from_bytes(seed, "big"))  # noqa: S311 - resampling hides nothing


def between(value: float, drawn: Sequence[float | None]) -> Interval | None:
    """The 2.5th and 97.5th percentile; undefined draws are left out, too many spoil it."""
    found = sorted(one for one in drawn if one is not None)
    if len(drawn) - len(found) > MOST_UNDEFINED * len(drawn) or not found:
        return None
    return Interval(value, percentile(found, 0.025), percentile(found, 0.975))


def percentile(ordered: Sequence[float], at: float) -> float:
    """By linear interpolation."""
    place = at * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _resampled(
    pairs: Sequence[Pair], salt: str, resamples: int
) -> tuple[Interval, Interval | None]:
    """Bias and quadratic kappa over the same resamples; sums of moments make it quick."""
    n = len(pairs)
    rng = generator(salt)
    terms = [(h, b, h * h + b * b, h * b) for h, b in pairs]
    biases: list[float | None] = []
    kappas: list[float | None] = []
    for _ in range(resamples):
        humans, machines, squares, products = map(sum, zip(*rng.choices(terms, k=n), strict=True))
        biases.append((machines - humans) / n)
        expected = n * squares - 2 * humans * machines
        observed = squares - 2 * products
        kappas.append(1 - n * observed / expected if expected else None)
    whole = kappa(pairs, Weight.QUADRATIC)
    one_level = len({h for h, _ in pairs}) == 1 or len({b for _, b in pairs}) == 1
    spread = between(bias(pairs), biases)
    if spread is None:
        raise ValueError(resamples)
    return spread, None if whole is None or one_level else between(whole, kappas)
