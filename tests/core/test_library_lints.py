"""Lints: each one finds what it is for, and a shipped client has no remark."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from core.domain.jsonvalue import Json
from core.domain.profile import ClientProfile
from core.library.__main__ import main
from core.library.lints import blocks_publishing, lint
from core.library.loader import load_shipped
from tests.core.profiles import SAMPLE_FACTS, fact_data, profile_data, sample


def said(profile: ClientProfile) -> list[str]:
    return [str(finding) for finding in blocks_publishing(profile)]


def with_fact(**more: Json) -> ClientProfile:
    facts: Sequence[Json] = [*SAMPLE_FACTS, {**fact_data("extra", ["harbour"], 300), **more}]
    return sample(*facts)


def telling(*lines: str, gist: str = "a gist") -> Json:
    return {"gist": gist, "lines": list(lines)}


@pytest.mark.parametrize("profile", load_shipped(), ids=lambda profile: profile.id)
def test_no_shipped_client_has_a_remark(profile: ClientProfile) -> None:
    assert [str(finding) for finding in lint(profile)] == []


def test_the_sample_can_be_published() -> None:
    assert said(sample()) == []


@pytest.mark.parametrize(
    ("more", "where"),
    [
        (
            {"brief": "Carries a Secret-Drink around."},
            'brief (fact drink): gives away "secret-drink"',
        ),
        ({"bounds": ["You hide the secret-drink."]}, "bounds[0] (fact drink)"),
        ({"opening": ["My secret-work, hello."]}, "opening[0] (fact work)"),
        ({"between": [{"after_session": 1, "text": "secret-money came out"}]}, "between[0].text"),
    ],
)
def test_a_secret_on_the_surface_is_found(more: dict[str, Json], where: str) -> None:
    assert any(where in text for text in said(sample(**more)))


def test_a_secret_in_the_own_hint_is_found() -> None:
    profile = with_fact(hint=telling("It is secret-extra, really.", "So it is."))
    assert 'facts[5].hint.lines[0] (fact extra): gives away "secret-extra"' in said(profile)


def test_a_secret_in_another_fact_is_found_unless_that_fact_needs_it() -> None:
    lines = telling("About secret-work.", "More of that.")
    stranger = with_fact(open=lines)
    assert 'facts[5].open.lines[0] (fact work): gives away "secret-work"' in said(stranger)
    follower = with_fact(open=lines, gate={"openness": 300, "needs": ["work"]})
    assert said(follower) == []


def test_a_secret_inside_a_word_is_no_leak() -> None:
    assert said(sample(brief="Nothing like unsecret-drink.")) == []


@pytest.mark.parametrize("stem", ["sleep", "sleepy", "SLEE"])
def test_facts_that_share_a_stem_need_an_order(stem: str) -> None:
    assert any("neither needs the other" in text for text in said(with_fact(topics=[stem])))
    ordered = with_fact(topics=[stem], gate={"openness": 300, "needs": ["sleep"]})
    assert said(ordered) == []


@pytest.mark.parametrize(("stem", "why"), [("ab", "too short"), ("Feel", "everyday speech")])
def test_weak_stems_are_found(stem: str, why: str) -> None:
    assert any(why in text for text in said(with_fact(topics=[stem])))


def test_a_client_that_gives_nothing_early_is_found() -> None:
    late = [fact_data("a1", ["harbour"], 300), fact_data("b1", ["meadow"], 400)]
    profile = sample(*late, fact_data("c1", ["ladder"], 500))
    assert any("nothing to give early" in text for text in said(profile))


def test_risk_facts_need_a_warning_and_an_opt_in() -> None:
    profile = sample(content_warnings=[], safety={"risk_level": "high", "opt_in": False})
    assert sum("a risk fact needs" in text for text in said(profile)) == 2


@pytest.mark.parametrize("line", ["No, never.", "Not at all, really.", "I'm not thinking of that."])
def test_a_risk_fact_is_never_denied(line: str) -> None:
    more: dict[str, Json] = {"risk": True, "cover": telling(line, "Why do you ask?")}
    assert any("evaded, never denied" in text for text in said(with_fact(**more)))


@pytest.mark.parametrize(
    "line",
    [
        "*sighs* Well.",
        "(looks away) Fine.",
        "- one thing",
        "1. one thing",
        "See https://example.org for it.",
        "Two\nlines",
        "Maya: hello",
        "Fine \U0001f600",
        "A `word`.",
    ],
)
def test_what_no_person_speaks_is_found(line: str) -> None:
    profile = with_fact(open=telling(line, "Something else."))
    assert any(text.startswith("facts[5].open.lines[0]") for text in said(profile))


def test_a_line_that_stands_twice_is_found() -> None:
    profile = with_fact(open=telling("Hello there.", "Something else."))
    assert "facts[5].open.lines[0] (fact extra): the same line stands elsewhere" in said(profile)


def test_a_long_gist_is_found() -> None:
    profile = with_fact(open=telling("One.", "Two.", gist="word " * 61))
    assert "facts[5].open.gist (fact extra): 61 words, at most 60" in said(profile)


@pytest.mark.parametrize(
    ("more", "advice"),
    [
        ({"gate": {"openness": 800}}, "hardly reached in one interview"),
        ({"cover": telling("x" * 300, "Short one.")}, "long for this voice"),
        ({"topics": ["harbour"]}, "fewer than 3 entries"),
        ({"risk": True}, "a risk fact is tender"),
    ],
)
def test_advice_does_not_block_publishing(more: dict[str, Json], advice: str) -> None:
    profile = with_fact(**more)
    assert said(profile) == []
    assert any(advice in str(finding) for finding in lint(profile))


def test_the_command_names_file_and_line_and_its_exit_tells_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "sample.yaml", tmp_path / "other.yaml"
    text = yaml.safe_dump(profile_data(SAMPLE_FACTS), sort_keys=False)
    good.write_text(text)
    bad.write_text(text.replace("brief: A person", "brief: A secret-work person"))
    assert main([str(good)]) == 0
    assert main([str(bad), str(tmp_path / "none.yaml")]) == 1
    shown = capsys.readouterr().out
    line = 1 + text[: text.index("brief:")].count("\n")
    assert f'{bad}:{line}: error: brief (fact work): gives away "secret-work"' in shown
    assert "id: must be other" in shown
    assert "none.yaml: cannot be read" in shown


def test_the_command_without_a_file_says_how_it_is_used(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    assert "usage: python -m core.library" in capsys.readouterr().err


GAINS = "explore reflect empathy affirm summary permission repair"
WEAK: dict[str, Json] = {"weights": {key: int(key[0] in "er") for key in GAINS.split()}}


def test_a_gate_that_can_never_open_is_named_with_the_reason() -> None:
    found = [text for text in said(sample(dynamics=WEAK)) if "can never open" in text]
    assert any("facts[2].gate (fact drink)" in text for text in found)
    assert all("never rises above" in text for text in found)


def test_a_fact_that_needs_one_that_never_opens_is_named_too() -> None:
    late = fact_data("late", ["meadow"], 200, needs=["drink"])
    found = said(sample(*SAMPLE_FACTS, late, dynamics=WEAK))
    assert any("needs drink, which never opens" in text for text in found)


def test_every_gate_of_the_sample_can_open() -> None:
    assert not any("can never open" in text for text in said(sample()))


def test_a_direct_bar_above_the_ordinary_one_is_a_contradiction() -> None:
    risky = with_fact(risk=True, gate={"openness": 300, "direct": 400})
    assert any("direct 400 is above openness 300" in text for text in said(risky))
