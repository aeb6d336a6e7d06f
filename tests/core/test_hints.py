"""Hints without a model: what stands out in the student's own last turns."""

import pytest

from core.services.coach import HINTS
from core.simulation.hints import Hint, notice

CARE = "That sounds really hard. It must have been so lonely."


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ([], Hint.BEGIN),
        (["You idiot."], Hint.ABUSE),
        (["You should just stop drinking."], Hint.CONFRONT),
        (["Do you drink? Do you smoke? Do you sleep?"], Hint.BARRAGE),
        (["Don't worry, it'll be fine."], Hint.REASSURE),
        (["Is it your back?"], Hint.CLOSED),
        (["Is it your back?", "Do you sleep?"], Hint.CLOSED),
        (["Mm-hmm.", "Okay."], Hint.NO_QUESTION),
        (["What brings you here?", "How was that for you?"], Hint.NO_REFLECTION),
        (["What brings you here?", "Your work fills the whole week."], Hint.NO_EMPATHY),
        (["What brings you here?", "You feel torn about your work.", CARE], Hint.GOES_WELL),
    ],
)
def test_the_first_thing_that_stands_out_is_named(said: list[str], hint: Hint) -> None:
    assert notice(said, "en").hint is hint


def test_what_is_quoted_are_the_students_own_words() -> None:
    said = "Well, you should just stop drinking, Steve."
    quote = notice([said], "en").quote
    assert quote
    assert quote in said


def test_only_the_latest_turns_count() -> None:
    said = ["You should just stop.", "What brings you here?", "You feel torn about it.", CARE]
    assert notice(said, "en").hint is Hint.GOES_WELL


def test_every_hint_has_its_words() -> None:
    assert set(HINTS) == set(Hint)


def test_a_language_without_a_lexicon_gets_what_structure_shows() -> None:
    assert notice(["Wie geht es? Und dann? Und jetzt?"], "de").hint is Hint.BARRAGE
