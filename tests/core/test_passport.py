"""The gate before automatic release: shut unless every rule of the passport holds."""

import os
import random
from dataclasses import replace

import pytest

from core.evaluation.agreement import Agreement, Interval, Pair, Weight, kappa
from core.evaluation.passport import Bar, Marked, Passport, Shut, may_release, passport, reading

FULL, SHORT = 10_000, 250
GOOD = Agreement(
    40,
    Interval(0.8, 0.7, 0.9),
    Interval(1.0, 0.9, 1.0),
    Interval(0.0, -0.1, 0.1),
    0.2,
    Interval(0.8, 0.7, 0.9),
)
ROUGH = 150


def volume() -> int:
    return FULL if os.environ.get("VC_SWEEP") == "full" else SHORT


def rated(rng: random.Random, n: int, noise: float, shift: int = 0) -> tuple[Pair, ...]:
    """A human's levels and a machine that strays by `noise` and is off by `shift`."""
    pairs = []
    for _ in range(n):
        human = rng.choices(range(5), (1, 3, 4, 4, 2))[0]
        machine = round(rng.gauss(human, noise)) + shift
        pairs.append((human, min(4, max(0, machine))))
    return tuple(pairs)


def judge(pairs: tuple[Pair, ...], bar: Bar | None = None, coverage: float = 1.0) -> Passport:
    numbered = tuple((f"s{n}", pair) for n, pair in enumerate(pairs))
    return passport(Marked("empathy", numbered, coverage), bar or Bar(), ROUGH)


def test_a_good_grader_opens_its_gate() -> None:
    assert judge(rated(random.Random(1), 60, 0.3)).is_open


def test_below_thirty_pairs_every_gate_is_shut_whatever_the_teacher_asks() -> None:
    rng = random.Random(2)
    for n in range(1, 30):
        found = judge(rated(rng, n, 0.0), Bar(pairs=1, kappa=0.0))
        assert Shut.FEW_PAIRS in found.shut


def test_no_pairs_at_all_shut_the_gate() -> None:
    assert judge(()).shut == (Shut.FEW_PAIRS,)


def test_a_planted_offset_of_one_level_is_found_and_shuts_the_gate() -> None:
    found = judge(rated(random.Random(3), 60, 0.0, shift=1))
    assert Shut.BIAS in found.shut


def test_a_human_who_gives_one_level_only_shuts_the_gate() -> None:
    pairs = tuple((2, machine) for _, machine in rated(random.Random(4), 60, 0.3))
    assert Shut.NO_VARIATION in judge(pairs).shut


@pytest.mark.parametrize("coverage", [0.0, 0.5, 0.89])
def test_evidence_found_too_seldom_shuts_the_gate(coverage: float) -> None:
    assert judge(rated(random.Random(5), 60, 0.3), coverage=coverage).shut == (Shut.COVERAGE,)


def test_a_critical_criterion_is_never_released_by_itself() -> None:
    pairs = tuple((str(n), pair) for n, pair in enumerate(rated(random.Random(6), 60, 0.2)))
    found = passport(Marked("risk", pairs, 1.0, critical=True), Bar(), ROUGH)
    assert found.shut == (Shut.CRITICAL,)


def test_only_the_last_sixty_pairs_count() -> None:
    rng = random.Random(7)
    assert judge(rated(rng, 60, 3.0) + rated(rng, 60, 0.2)).is_open
    assert not judge(rated(rng, 60, 0.2) + rated(rng, 60, 3.0)).is_open


def test_over_generated_histories_no_gate_opens_below_the_bar() -> None:
    rng = random.Random(8)
    opened = 0
    for _ in range(volume()):
        bar = Bar(kappa=rng.choice((0.4, 0.6, 0.8)))
        pairs = rated(rng, rng.randint(1, 90), rng.uniform(0, 1.5), rng.choice((0, 0, 0, 1)))
        found = judge(pairs, bar, rng.choice((1.0, 1.0, 0.5)))
        if found.is_open:
            opened += 1
            assert found.figures is not None
            assert found.figures.kappa is not None
            assert found.figures.kappa.low >= bar.kappa
            assert found.figures.n >= 30
    assert opened > 0


def test_a_grader_at_the_bar_seldom_opens_the_gate() -> None:
    # A noise of 1.39 levels gives a true quadratic kappa near 0.60 with these shares.
    rng = random.Random(9)
    draws = volume() // 5
    opened = sum(judge(rated(rng, 60, 1.39), Bar(near=0.0)).is_open for _ in range(draws))
    assert opened <= 0.05 * draws + 2


def test_the_noise_that_stands_for_the_bar_gives_kappa_at_the_bar() -> None:
    value = kappa(rated(random.Random(10), 20_000, 1.39), Weight.QUADRATIC)
    assert value == pytest.approx(0.60, abs=0.02)


def test_more_disagreement_between_the_same_levels_lowers_kappa() -> None:
    rng = random.Random(11)
    for _ in range(200):
        pairs = list(rated(rng, 40, 0.4))
        one, other = rng.sample(range(40), 2)
        (h1, b1), (h2, b2) = pairs[one], pairs[other]
        if (h1 - h2) * (b1 - b2) <= 0:
            continue
        before = kappa(pairs, Weight.QUADRATIC)
        pairs[one], pairs[other] = (h1, b2), (h2, b1)
        after = kappa(pairs, Weight.QUADRATIC)
        assert before is not None
        assert after is not None
        assert after < before


def test_a_session_goes_out_alone_only_when_complete_and_every_gate_is_open() -> None:
    open_one = Passport("a", GOOD, 1.0, ())
    shut_one = Passport("b", GOOD, 1.0, (Shut.KAPPA,))
    assert may_release([open_one, open_one], complete=True)
    assert not may_release([open_one, open_one], complete=False)
    assert not may_release([open_one, shut_one], complete=True)
    assert not may_release([], complete=True)


def test_the_figures_are_read_out_in_plain_words() -> None:
    few = replace(GOOD, n=12, bias=Interval(0.6, 0.2, 0.9))
    assert "kappa 0.80 [0.70, 0.90]. It leans neither way." in reading(Passport("a", GOOD, 1, ()))
    assert "higher than you. Fewer than 30" in reading(Passport("a", few, 1, ()))
    assert "not enough variation" in reading(Passport("a", replace(GOOD, kappa=None), 1, ()))
    assert "No interview" in reading(Passport("a", None, 1, ()))
