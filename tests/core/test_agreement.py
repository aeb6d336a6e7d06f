"""Agreement statistics against published vectors, libraries and a second way of computing."""

import math
import random

import krippendorff
import numpy as np
import pytest

from core.evaluation.agreement import (
    Pair,
    Scale,
    Weight,
    agreement,
    alpha,
    between,
    bootstrap,
    icc,
    kappa,
    share,
)

HUMAN = (0, 1, 2, 3, 4, 2, 2, 3, 1, 0, 4, 3, 2, 1, 2, 3, 3, 4, 0, 1)
MACHINE = (0, 1, 2, 3, 3, 2, 1, 3, 1, 1, 4, 2, 2, 2, 2, 3, 4, 4, 0, 0)
PAIRS = tuple(zip(HUMAN, MACHINE, strict=True))
SHROUT_FLEISS = (
    *((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8)),
    *((7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)),
)
CODERS = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)
UNITS = tuple(
    tuple(int(mark) for mark in column if mark != "*")
    for column in zip(*(row.split() for row in CODERS), strict=True)
)
EXACT = 1e-9


def table(
    pairs: tuple[Pair, ...], levels: int
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    counts = np.zeros((levels, levels))
    for human, machine in pairs:
        counts[human, machine] += 1
    return counts


def kappa_by_matrices(pairs: tuple[Pair, ...], levels: int, power: int) -> float:
    counts = table(pairs, levels)
    one, other = np.indices(counts.shape)
    weights = np.abs(one - other) ** power if power else (one != other).astype(float)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(1 - (weights * counts).sum() / (weights * expected).sum())


def generated(rng: random.Random) -> tuple[int, tuple[Pair, ...]]:
    levels = rng.randint(2, 7)
    pairs = tuple((rng.randrange(levels), rng.randrange(levels)) for _ in range(rng.randint(2, 90)))
    return levels, pairs


@pytest.mark.parametrize(
    ("weight", "value"),
    [
        (Weight.NOMINAL, 0.5569620253164557),
        (Weight.LINEAR, 0.7560975609756098),
        (Weight.QUADRATIC, 0.8923076923076922),
    ],
)
def test_kappa_gives_the_measured_values(weight: Weight, value: float) -> None:
    assert kappa(PAIRS, weight) == pytest.approx(value, rel=EXACT, abs=EXACT)


def test_shares_bias_and_error_give_the_measured_values() -> None:
    figures = agreement(PAIRS, "salt", 200)
    assert figures is not None
    values = (figures.exact.value, figures.near.value, figures.bias.value, figures.error)
    assert values == pytest.approx((0.65, 1.0, -0.05, 0.35), rel=EXACT, abs=EXACT)


def test_icc_is_the_one_for_absolute_agreement_of_single_raters() -> None:
    assert icc(SHROUT_FLEISS) == pytest.approx(0.2897637795275591, rel=EXACT, abs=EXACT)


@pytest.mark.parametrize(
    ("scale", "value"),
    [
        (Scale.NOMINAL, 0.743421052631579),
        (Scale.ORDINAL, 0.8153875037548814),
        (Scale.INTERVAL, 0.8491071428571428),
    ],
)
def test_alpha_with_missing_marks_gives_the_measured_values(scale: Scale, value: float) -> None:
    assert alpha(UNITS, scale) == pytest.approx(value, rel=EXACT, abs=EXACT)


@pytest.mark.parametrize(
    ("scale", "value"),
    [(Scale.ORDINAL, 0.9058184143222506), (Scale.INTERVAL, 0.8949595998460946)],
)
def test_alpha_of_two_raters_gives_the_measured_values(scale: Scale, value: float) -> None:
    assert alpha(PAIRS, scale) == pytest.approx(value, rel=EXACT, abs=EXACT)


def test_kappa_equals_the_matrix_form_on_generated_tables() -> None:
    rng = random.Random(1)
    for _ in range(500):
        levels, pairs = generated(rng)
        for power, weight in enumerate(Weight):
            ours = kappa(pairs, weight)
            if ours is not None:
                assert ours == pytest.approx(
                    kappa_by_matrices(pairs, levels, power), rel=EXACT, abs=EXACT
                )


def marked(rng: random.Random) -> tuple[list[list[int]], list[list[float]]]:
    """The marks by unit without the missing ones, and by coder with NaN for them."""
    marks = [rng.choices((math.nan, 0, 1, 2, 3), k=20) for _ in range(3)]
    units = [[int(mark) for mark in unit if mark >= 0] for unit in zip(*marks, strict=True)]
    return units, marks


def test_alpha_equals_the_library_on_generated_tables() -> None:
    rng = random.Random(2)
    for _ in range(150):
        units, data = marked(rng)
        for scale in Scale:
            theirs = krippendorff.alpha(data, level_of_measurement=scale.value)
            assert alpha(units, scale) == pytest.approx(float(theirs), rel=EXACT, abs=EXACT)


def test_icc_equals_the_matrix_form_on_generated_tables() -> None:
    rng = np.random.default_rng(3)
    for _ in range(300):
        n, k = int(rng.integers(3, 30)), int(rng.integers(2, 5))
        x = rng.integers(0, 5, (n, k)).astype(float)
        rows, columns = x.mean(axis=1, keepdims=True), x.mean(axis=0, keepdims=True)
        between_rows = k * rows.var(ddof=1)
        raters = n * columns.var(ddof=1)
        rest = ((x - rows - columns + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
        below = between_rows + (k - 1) * rest + k * (raters - rest) / n
        if abs(below) > 1e-9:
            assert icc(x.tolist()) == pytest.approx(
                float((between_rows - rest) / below), rel=EXACT, abs=EXACT
            )


def test_wilsons_interval_gives_a_published_value_and_stays_between_nought_and_one() -> None:
    # Newcombe 1998, table I: 81 of 263.
    found = share(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert all(0 <= share(hits, 9).low <= share(hits, 9).high <= 1 for hits in range(10))


def test_percentiles_are_those_of_linear_interpolation() -> None:
    drawn = [random.Random(4).random() for _ in range(7)]
    found = between(0.5, drawn)
    low, high = np.percentile(drawn, [2.5, 97.5])
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high))


def test_the_same_pairs_give_the_same_interval_and_the_quick_way_equals_the_plain_one() -> None:
    quick = agreement(PAIRS, "salt", 300)
    plain = bootstrap(PAIRS, lambda pairs: kappa(pairs, Weight.QUADRATIC), "salt", 300)
    assert quick == agreement(PAIRS, "salt", 300)
    assert quick is not None
    assert quick.kappa is not None
    assert plain is not None
    assert (quick.kappa.low, quick.kappa.high) == pytest.approx(
        (plain.low, plain.high), rel=EXACT, abs=EXACT
    )


@pytest.mark.parametrize(
    "pairs", [((2, 2),) * 40, ((2, 2), (2, 3)) * 20, ((1, 1),) * 39 + ((0, 0),)]
)
def test_marks_without_variation_have_no_kappa(pairs: tuple[Pair, ...]) -> None:
    figures = agreement(pairs, "salt", 400)
    assert figures is not None
    assert figures.kappa is None
