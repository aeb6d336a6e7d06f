"""Client files: what is read, what is refused and how it is said."""

import json
from dataclasses import fields
from importlib.resources import files

import pytest
import yaml
from jsonschema import Draft202012Validator

from core.domain.profile import ClientProfile, Fact, Weights, needed
from core.errors import ProfileError
from core.library.loader import (
    load_shipped,
    parse_profile,
    profile_from_data,
    profile_to_data,
    shipped_ids,
)
from core.library.shape import validator
from tests.core.profiles import SAMPLE_FACTS, fact_data, profile_data, sample

GOOD = yaml.safe_dump(profile_data(SAMPLE_FACTS), sort_keys=False, allow_unicode=True)


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        parse_profile(text, "broken.yaml")
    return list(caught.value.findings)


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start))


def test_a_good_file_becomes_a_profile() -> None:
    profile = parse_profile(GOOD, "sample.yaml")
    assert profile.id == "sample"
    assert [fact.id for fact in profile.facts] == ["sleep", "work", "drink", "money", "dark"]


def test_the_hash_names_the_content_and_not_the_writing() -> None:
    compact = yaml.safe_dump(profile_data(SAMPLE_FACTS), sort_keys=True, width=40)
    assert parse_profile(compact, "x").sha256 == parse_profile(GOOD, "x").sha256
    assert sample(brief="Another person.").sha256 != sample().sha256


@pytest.mark.parametrize("client_id", shipped_ids())
def test_every_shipped_file_would_pass_as_somebody_elses(client_id: str) -> None:
    text = files("core.library").joinpath("clients", f"{client_id}.yaml").read_bytes()
    assert parse_profile(text, client_id) in load_shipped()


def test_six_clients_or_more_are_shipped_and_go_through_json_unchanged() -> None:
    shipped = load_shipped()
    assert len(shipped) >= 6
    assert tuple(profile.id for profile in shipped) == shipped_ids()
    for profile in shipped:
        data = json.loads(json.dumps(profile_to_data(profile)))
        assert profile_from_data(data) == profile


def test_extensions_keep_unknown_keys_in_their_order() -> None:
    extensions = {"zebra": {"b": 1, "a": [1.5, None]}, "apple": "x"}
    profile = sample(extensions=extensions)
    assert json.dumps(profile_to_data(profile)["extensions"]) == json.dumps(extensions)


def test_missing_gate_fields_have_defaults_and_a_risk_bar_follows_openness() -> None:
    gate = sample(*SAMPLE_FACTS, fact_data("new", ["harbour"], 600)).facts[-1].gate
    assert (gate.asked, gate.after, gate.min_turn, gate.direct_bar) == ("any", "none", 0, 450)


def test_weights_are_overridden_one_by_one() -> None:
    profile = sample(dynamics={"weights": {"explore": 60}})
    assert profile.dynamics.weights == Weights(explore=60)


def test_all_problems_are_named_at_once_with_file_line_and_field() -> None:
    broken = GOOD.replace("difficulty: 2", "difficulty: 9").replace(
        "version: 1\nst", "version: x\nst"
    )
    broken = broken.replace("brief: A person to practise with.\n", "brif: A person.\n")
    broken = broken.replace("mandate: voluntary", "mandate: perhaps")
    found = problems(broken)
    difficulty, mandate = line_of(broken, "difficulty"), line_of(broken, "mandate")
    assert f"broken.yaml:{difficulty}: difficulty: must be at most 5" in found
    assert any(
        text.startswith(f"broken.yaml:{mandate}: setting.mandate: must be") for text in found
    )
    assert [text.split(": ", 1)[1] for text in found if "bri" in text] == [
        "brief: is missing",
        "brif: is not a field of a client file",
    ]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: the name", "name: 12", "identity.name: must be text: put it in quotes"),
        ("name: the name", "name: ''", "identity.name: must not be empty"),
        ("name: the name", "name:", "identity.name: must be text, is empty"),
        ("name: the name", "name: [a]", "identity.name: must be text"),
        ("age: 40", "age: forty", "identity.age: must be a whole number"),
        ("version: 1\nst", "version: 1.0\nst", "version: expected a whole number"),
        ("difficulty: 2", "difficulty: 2\ndifficulty: 3", "difficulty: is given twice"),
        ("difficulty: 2", "difficulty: &a 2", "difficulty: anchors and aliases"),
        ("difficulty: 2", "difficulty: !!int 2", "difficulty: tags (!) are not used here"),
        ("- sleep\n  - night", "- sleep\n  - sleep", "topics: holds the same entry twice"),
        ("id: work", "id: sleep", "facts[1].id: sleep is the id of two facts"),
        ("    - work\n    asked", "    - wrk\n    asked", "gate.needs: no fact is called wrk"),
        ("    - work\n    asked", "    - money\n    asked", "gate.needs: money needs itself"),
        ("- 40\n  - 160", "- 160\n  - 40", "voice.chars_target: the first number"),
        ("- id: sleep", "\t- id: sleep", "file: is not valid YAML"),
    ],
)
def test_each_mistake_is_explained_in_an_authors_words(old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert any(said in found for found in problems(GOOD.replace(old, new, 1)))


def test_confrontation_must_cost_twice_what_empathy_earns() -> None:
    with pytest.raises(ProfileError, match="confront must be at least twice empathy"):
        sample(dynamics={"weights": {"confront": 100}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("just words", "must be a group of fields"),
        (b"\xff\xfe\x00 not text", "is not UTF-8 text"),
        ('a: "\\uD800"', ""),
        ("a: \ud800", "is not UTF-8 text"),
        ("a: 1\n---\nb: 2\n", "holds a second document"),
        ("a: " + "x" * 300_000, "larger than 256000 bytes"),
        ("[" * 5_000, "nest"),
        ("- " * 5_000, "is nested too deeply"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", "anchors and aliases"),
        ("? [a, b]\n: c", "a key must be one word"),
        ("a: [1, 2", "is not valid YAML"),
        ("a: \x00", "is not valid YAML"),
        ("a: 99999999999999999999999999999", ""),
        ("%YAML 9.9\n---\na: 1", ""),
        ("a: !!python/object/apply:os.system [ls]", "tags (!) are not used here"),
        ("a: !!binary xx", "tags (!) are not used here"),
    ],
)
def test_hostile_files_give_a_profile_error_and_nothing_else(text: str | bytes, said: str) -> None:
    assert any(said in found for found in problems(text))


def test_every_finding_of_a_cut_or_damaged_file_names_the_file_and_a_line() -> None:
    for cut in range(0, len(GOOD), 97):
        damaged = GOOD[:cut] + "\x01: [" * (cut % 3) + GOOD[cut + cut % 50 :]
        try:
            parse_profile(damaged, "cut.yaml")
        except ProfileError as error:
            for found in error.findings:
                assert found.startswith("cut.yaml:")
                assert found.split(":")[1].isdigit()


def test_needed_follows_chains_of_facts() -> None:
    facts: tuple[Fact, ...] = sample(
        fact_data("one", ["harbour"], 100),
        fact_data("two", ["meadow"], 200, needs=["one"]),
        fact_data("three", ["ladder"], 300, needs=["two"]),
    ).facts
    assert needed(facts, "three") == {"one", "two"}
    assert needed(facts, "one") == frozenset()


def test_the_schema_is_valid_and_names_every_field_of_a_profile() -> None:
    schema = validator().schema
    Draft202012Validator.check_schema(schema)
    fields_of = {item.name for item in fields(ClientProfile)} - {"sha256"}
    assert set(schema["properties"]) == fields_of
    assert set(schema["$defs"]["fact"]["properties"]) == {item.name for item in fields(Fact)}
    assert set(schema["properties"]["dynamics"]["properties"]["weights"]["properties"]) == {
        item.name for item in fields(Weights)
    }
