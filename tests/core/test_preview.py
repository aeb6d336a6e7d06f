"""The preview: the prompt holds no fact, and the facts stand apart with their gates."""

import json
import re

import pytest

from core.domain.profile import ClientProfile
from core.library.loader import load_shipped, profile_to_data
from core.services.preview import as_text, gate_words, preview
from tests.core.profiles import generated, sample

CANARY = re.compile(r"zq\w*x")
SEEDS = range(300)


def test_no_canary_of_any_fact_is_in_the_prompt_of_300_generated_clients() -> None:
    for seed in SEEDS:
        assert CANARY.findall(preview(generated(seed)).prompt) == [], f"seed {seed}"


def test_the_canaries_are_there_to_be_found() -> None:
    whole = json.dumps(profile_to_data(generated(1)))
    assert len(CANARY.findall(whole)) > 20
    assert CANARY.search(as_text(generated(1)))


@pytest.mark.parametrize("profile", load_shipped(), ids=lambda one: one.id)
def test_no_text_of_a_locked_fact_is_in_a_shipped_prompt(profile: ClientProfile) -> None:
    seen = preview(profile)
    texts = [fact.open.gist for fact in seen.locked] + [
        line for fact in seen.locked for line in fact.open.lines
    ]
    assert [text for text in texts if text in seen.prompt] == []


def test_every_fact_is_either_early_or_locked() -> None:
    seen = preview(sample())
    assert [fact.id for fact in seen.early] == ["sleep"]
    assert [fact.id for fact in seen.locked] == ["work", "drink", "money", "dark"]


def test_gates_are_told_in_words() -> None:
    money = sample().find_fact("money")
    assert money is not None
    assert gate_words(money) == "openness 600; after work; with an open question; after empathy"


def test_the_same_profile_gives_the_same_bytes() -> None:
    assert as_text(generated(7)) == as_text(generated(7))
