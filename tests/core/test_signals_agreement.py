"""How far the coder agrees with labels given before it was tuned (Cohen's kappa, 1960)."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from core.simulation.signals import Behaviour, Signal, read_signals

PAYLOADS = Path(__file__).parents[1] / "payloads"
ASKED = {"open", "closed"}
# Classes follow from the behaviour; barrage and leading have tests of their own.
LABELLED = set(Signal) - {
    *(Signal.EXPLORE, Signal.CLOSED, Signal.REFLECT, Signal.INPUT),
    *(Signal.BARRAGE, Signal.RISK_LEADING),
}
Row = dict[str, str]


def utterances(language: str, half: str) -> list[Row]:
    with (PAYLOADS / f"utterances_{language}.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["half"] == half]


def coded(rows: list[Row], language: str) -> list[tuple[str, str]]:
    return [(row["class"], read_signals(row["text"], language).behaviour.value) for row in rows]


def kappa(pairs: list[tuple[str, str]]) -> float:
    count = len(pairs)
    seen = sum(human == rule for human, rule in pairs) / count
    human, rule = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    chance = sum(human[name] * rule[name] for name in human) / count**2
    return (seen - chance) / (1 - chance)


@pytest.mark.parametrize(
    ("language", "half"),
    [("en", "dev"), ("en", "held"), ("en", "late"), ("es", "dev"), ("es", "held")],
)
def test_the_class_agrees_with_the_labels(language: str, half: str) -> None:
    # `held` was not looked into while tuning; `late` was written when tuning had ended.
    rows = utterances(language, half)
    pairs = coded(rows, language)
    asked = [pair for pair in pairs if pair[0] in ASKED]
    print(f"{language} {half}: n={len(pairs)} kappa={kappa(pairs):.3f} asked={kappa(asked):.3f}")
    assert kappa(pairs) >= 0.65
    assert kappa(asked) >= 0.65


def test_the_class_agrees_for_every_held_back_voice() -> None:
    rows = utterances("en", "held")
    for voice in sorted({row["voice"] for row in rows}):
        own = [row for row in rows if row["voice"] == voice]
        agreed = kappa(coded(own, "en"))
        print(f"{voice}: n={len(own)} kappa={agreed:.3f}")
        assert agreed >= 0.65, voice


def test_a_coder_that_answers_blindly_does_not_pass() -> None:
    labels = [row["class"] for row in utterances("en", "held")]
    assert kappa([(label, Behaviour.OTHER.value) for label in labels]) == pytest.approx(0)


@pytest.mark.parametrize(("half", "least"), [("dev", 0.75), ("held", 0.6)])
def test_signals_are_found_where_they_were_labelled(half: str, least: float) -> None:
    found = missed = false = 0
    for row in utterances("en", half):
        wanted = {Signal(name) for name in row["signals"].split()} & LABELLED
        read = {span.signal for span in read_signals(row["text"], "en").spans} & LABELLED
        found += len(wanted & read)
        missed += len(wanted - read)
        false += len(read - wanted)
    score = 2 * found / (2 * found + missed + false)
    print(f"signals {half}: found={found} missed={missed} false={false} F1={score:.3f}")
    assert score >= least
