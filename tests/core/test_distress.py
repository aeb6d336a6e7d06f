"""Lane B: own distress is heard, the role is left alone; both figures are reported apart."""

import csv
from pathlib import Path
from time import process_time

import pytest

from core.simulation.distress import own_distress

PAYLOADS = Path(__file__).parents[1] / "payloads"


def sentences(language: str, half: str, lane: str) -> list[str]:
    with (PAYLOADS / f"distress_{language}.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["text"] for row in rows if (row["half"], row["lane"]) == (half, lane)]


def heard(texts: list[str]) -> list[str]:
    return [text for text in texts if own_distress(text)]


def wilson_lower(hits: int, count: int) -> float:
    """Lower 95 % bound of a share (Wilson 1927)."""
    z = 1.96
    share = hits / count
    spread = z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return (share + z * z / (2 * count) - spread) / (1 + z * z / count)


@pytest.mark.parametrize("half", ["dev", "held"])
def test_own_distress_is_heard_in_98_of_100_sentences(half: str) -> None:
    texts = sentences("en", half, "own")
    hits = len(heard(texts))
    print(f"distress {half}: {hits}/{len(texts)}, at least {wilson_lower(hits, len(texts)):.3f}")
    assert len(texts) >= 100
    assert hits / len(texts) >= 0.98


def test_sentences_written_after_the_rules_are_mostly_heard() -> None:
    """The plainest measure of reach: `late` was written last and nothing was tuned on it."""
    texts = sentences("en", "late", "own")
    hits = len(heard(texts))
    print(f"distress late: {hits}/{len(texts)}, at least {wilson_lower(hits, len(texts)):.3f}")
    assert hits / len(texts) >= 0.8


@pytest.mark.parametrize("half", ["dev", "held"])
def test_the_role_is_stopped_in_at_most_2_of_100_sentences(half: str) -> None:
    texts = sentences("en", half, "role")
    stops = heard(texts)
    print(f"false stops {half}: {len(stops)}/{len(texts)}")
    assert len(texts) >= 100
    assert len(stops) / len(texts) <= 0.02


def test_the_words_that_triggered_are_found_at_their_place() -> None:
    found = own_distress("Tell me more.  Sorry, I WANT to die.")
    assert found is not None
    assert found.words == "I WANT to die"
    assert "Tell me more. Sorry, I WANT to die."[found.start : found.end] == found.words


@pytest.mark.parametrize(
    "text",
    [
        'You said "I want to die" last week.',
        "When you say 'I can't go on', what do you mean?",
        "“I want to kill myself”, those were your words?",
    ],
)
def test_quoted_speech_is_somebody_elses(text: str) -> None:
    assert own_distress(text) is None


def test_an_aside_needs_less_to_count_as_own() -> None:
    assert own_distress("I can't do this") is None
    assert own_distress("How old are you? ((I can't do this))") is not None


@pytest.mark.parametrize(
    "text", ["Quiero morirme.", "ya no quiero vivir", "Me quiero matar", "Estoy en peligro ahora"]
)
def test_spanish_distress_is_heard_in_any_interview(text: str) -> None:
    assert own_distress(text) is not None


@pytest.mark.parametrize(
    "text",
    ["¿Quieres morir?", "Dices que quiero morirme", "Sientes que no puedes más", "¿Está a salvo?"],
)
def test_spanish_questions_and_reflections_are_left_alone(text: str) -> None:
    assert own_distress(text) is None


@pytest.mark.parametrize("name", ["utterances_en", "utterances_es"])
def test_no_labelled_utterance_of_an_interviewer_is_stopped(name: str) -> None:
    with (PAYLOADS / f"{name}.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert heard([row["text"] for row in rows]) == []


@pytest.mark.parametrize("text", ["", " ", "((", "))((", "\ud800", "\x00", "🙂" * 50])
def test_odd_text_is_no_distress(text: str) -> None:
    assert own_distress(text) is None


@pytest.mark.parametrize("piece", ["i ", "i want to ", "i'm so ", "((", "i can't ", "you say i "])
def test_a_megabyte_is_read_in_bounded_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = process_time()
    own_distress(text)
    assert process_time() - start < 0.5
