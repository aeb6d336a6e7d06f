"""Facts and gates as the texts that a teacher edits."""

import pytest

from core.domain.profile import ClientProfile
from core.errors import ProfileError
from core.library.facttext import TEMPLATE, fact_from_text, fact_to_text
from core.library.gatetext import gates_from_text, gates_to_text
from core.library.loader import load_shipped, profile_from_data, profile_to_data
from core.services.clientfacts import facts_of, with_facts
from tests.core.profiles import sample

SHIPPED = load_shipped()


@pytest.mark.parametrize("profile", SHIPPED, ids=lambda one: one.id)
def test_every_shipped_fact_goes_through_its_text_unchanged(profile: ClientProfile) -> None:
    data = profile_to_data(profile)
    again = [fact_from_text(fact_to_text(fact)) for fact in facts_of(data)]
    assert profile_from_data(with_facts(data, again)).facts == profile.facts


@pytest.mark.parametrize("profile", [*SHIPPED, sample()], ids=lambda one: one.id)
def test_the_gates_go_through_their_lines_unchanged(profile: ClientProfile) -> None:
    data = profile_to_data(profile)
    again, wrong = gates_from_text(facts_of(data), gates_to_text(facts_of(data)))
    assert wrong == ()
    assert [fact.gate for fact in profile_from_data(with_facts(data, again)).facts] == [
        fact.gate for fact in profile.facts
    ]


def test_the_lines_say_what_a_gate_asks_for() -> None:
    lines = gates_to_text(facts_of(profile_to_data(sample()))).splitlines()
    assert lines == [
        "sleep | 150",
        "work | 250",
        "drink | 500 | needs sleep; tender",
        "money | 600 | needs work; asked open; after empathy",
        "dark | 600 | direct 400; risk; tender",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sleep | lots", "line 1: openness: please give a whole number, not “lots”"),
        ("nap | 200", "line 1: id: no fact is called nap"),
        ("sleep | 200 | after lunch", "line 1: after: must be one of none, reflection"),
        ("sleep | 200 | turn x", "line 1: turn: please give a whole number"),
        ("sleep | 200 | whenever", "line 1: whenever: is no condition"),
        (
            "sleep | 200\nsleep | 300",
            "line 2: id: no fact is called sleep, or it stands here twice",
        ),
    ],
)
def test_a_wrong_line_is_named_with_line_and_field(line: str, said: str) -> None:
    _facts, wrong = gates_from_text(facts_of(profile_to_data(sample())), line)
    assert any(said in one for one in wrong)


def test_a_gate_may_be_a_number_and_a_level_a_list_of_lines() -> None:
    fact = fact_from_text(TEMPLATE.replace("{openness: 400}", "400"))
    assert fact["gate"] == {"openness": 400}
    assert fact["open"] == {
        "gist": "What they say once it is earned.",
        "lines": ["What they say once it is earned.", "Another way to say it."],
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("openness: 400", "openness: 4000", "fact:4: gate.openness: must be at most 900"),
        ("tender: false", "tender: perhaps", "fact:5: tender: must be true or false"),
        ("title: What it is about, for you", "titel: x", "title: is missing"),
        ("id: short-name", "id: Short Name", "fact:1: id: must look like"),
        ("topics: [", "topics: [[", "is not valid YAML"),
        ("secrets: [words,", "secrets: [words, " + "x" * 80 + ",", "secrets[1]: is longer than 60"),
    ],
)
def test_a_wrong_field_of_a_fact_is_named_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(ProfileError) as caught:
        fact_from_text(TEMPLATE.replace(old, new))
    assert any(said in finding for finding in caught.value.findings)


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "a: &x 1", "\x00"])
def test_what_is_no_fact_is_refused_in_words(text: str) -> None:
    with pytest.raises(ProfileError):
        fact_from_text(text)
