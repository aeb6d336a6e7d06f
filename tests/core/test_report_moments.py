"""Moments, what worked, the next step; quotes that stand in the transcript; no spoilers."""

import random
from dataclasses import replace

import pytest

from core.domain.profile import ClientProfile
from core.domain.reply import Speech, words
from core.domain.session import Message, Role
from core.evaluation.fulltext import full_blocks
from core.evaluation.moments import MOST
from core.evaluation.quotes import is_verbatim, quote_around
from core.evaluation.report import make_report, veiled, verified
from core.evaluation.values import Quote, Report
from core.evaluation.wording import chat_reply, curve_of
from core.library.loader import load_shipped
from tests.core.interviews import play, random_lines
from tests.core.profiles import generated, sample
from tests.core.transcripts import random_text

MANY = 30


def quotes_of(report: Report) -> list[Quote]:
    found = [quote for moment in report.moments for quote in (moment.said, moment.answer)]
    return [quote for quote in (*found, report.worked.said, report.next_step.said) if quote]


@pytest.mark.parametrize("profile", load_shipped(), ids=lambda profile: profile.id)
def test_every_quote_stands_in_the_transcript(profile: ClientProfile) -> None:
    for seed in range(MANY):
        lines, traces = play(profile, random_lines(profile, seed))
        report = make_report(profile, lines, traces, reveal=True)
        assert all(is_verbatim(quote, lines) for quote in quotes_of(report))
        assert verified(report, lines) == report
        assert len(report.moments) <= MOST


def test_the_three_costliest_turns_are_shown_in_their_order() -> None:
    pushed = "You should just stop that."
    asked = "Do you work?"
    said = (asked, "Don't worry, it'll be fine.", asked, pushed, asked, "How could you do that!")
    lines, traces = play(sample(), said)
    moments = make_report(sample(), lines, traces, reveal=True).moments
    assert [moment.turn for moment in moments] == [2, 4, 6]
    assert moments[1].said.text == pushed
    assert all(moment.better for moment in moments)


def test_a_turn_that_was_told_something_is_no_moment() -> None:
    lines, traces = play(sample(), ("What is it like?", "Do you sleep well at night?"))
    report = make_report(sample(), lines, traces, reveal=True)
    assert [row.turn for row in report.facts if row.turn] == [2]
    assert 2 not in [moment.turn for moment in report.moments]


def test_a_calm_risk_question_is_never_held_against_the_student() -> None:
    lines, traces = play(sample(), ("Are you thinking about suicide?",) * 2)
    report = make_report(sample(), lines, traces, reveal=True)
    assert all(moment.cause in ("openness", "press") for moment in report.moments)


def test_better_lines_speak_the_clients_language() -> None:
    profile = sample(language="es")
    lines, traces = play(profile, ("¡Usted tiene que dejar de beber!", "¿Bebe? ¿Fuma? ¿Duerme?"))
    report = make_report(profile, lines, traces, reveal=True)
    assert report.moments
    assert all("¿" in moment.better or "." in moment.better for moment in report.moments)
    assert not any("you" in moment.better.split() for moment in report.moments)


def test_a_quote_that_was_tampered_with_is_not_shown() -> None:
    lines, traces = play(sample(), ("You should just stop that.",))
    report = make_report(sample(), lines, traces, reveal=True)
    forged = replace(report.moments[0].said, text="You should just stop This.")
    moments = (replace(report.moments[0], said=forged),)
    assert verified(replace(report, moments=moments), lines).moments == ()


@pytest.mark.parametrize(
    ("text", "place", "quote"),
    [
        ("Short one.", 0, "Short one."),
        ("First. " + "word " * 40 + "end. Here it is? Last.", 215, "Here it is?"),
        ("((aside)) You feel low.", 12, "You feel low."),
        ("x" * 400, 0, "x" * 160),
        ("…" + "a" * 158 + "e\u0301" * 20, 5, "a" * 158 + "e\u0301"),
    ],
)
def test_a_quote_is_a_sentence_of_the_line(text: str, place: int, quote: str) -> None:
    line = Message(4, 2, Role.STUDENT, text, 0)
    found = quote_around(line, place)
    assert found.text == quote
    assert is_verbatim(found, (line,))


def test_nothing_unopened_is_in_a_veiled_report() -> None:
    for seed in range(80):
        profile = generated(seed)
        lines, traces = play(profile, random_lines(profile, seed))
        report = make_report(profile, lines, traces, reveal=False)
        hidden = [
            name
            for fact in profile.facts
            for name in (fact.id, fact.title)
            if fact.id not in {row.id for row in report.facts}
        ]
        said = " ".join(line.text for line in lines)
        shown = shown_text(report)
        assert not [name for name in hidden if name in shown and name not in said]
        assert len(report.facts) == len(profile.facts)


def shown_text(report: Report) -> str:
    blocks = (*chat_reply(report).blocks, *full_blocks(report))
    return report.to_json() + str(curve_of(report)) + " ".join(words(block) for block in blocks)


def test_the_veil_takes_nothing_from_what_was_told() -> None:
    lines, traces = play(sample(), ("What is your sleep like?",))
    full = make_report(sample(), lines, traces, reveal=True)
    assert [row.title for row in veiled(full).facts if row.title] == ["title of sleep"]
    assert len([row for row in full.facts if row.title]) == 5


def test_the_chat_version_is_short_and_names_turns() -> None:
    said = ("You should just stop that.", "Do you work?", "Don't worry, it'll be fine.") * 8
    text = chat_reply(make_report(sample(), *play(sample(), said), reveal=False)).text
    assert len([line for line in text.splitlines() if line]) <= 14
    assert "0 open, 8 (turns 2, 5, 8, 11, 14, 17 and 2 more) closed" in text


def test_a_teachers_copy_says_whose_interview_it_is() -> None:
    report = make_report(sample(), *play(sample(), ("Do you work?",)), reveal=True)
    own, copy = chat_reply(report).text, chat_reply(report, "María Santos").text
    assert own.startswith("Your interview with")
    assert copy.startswith("María Santos: interview with")
    assert "Worded for María Santos, who is “you” here." in copy


def test_a_ratio_without_a_denominator_is_a_dash() -> None:
    text = chat_reply(make_report(sample(), (), (), reveal=False)).text
    assert "to questions –" in text
    assert "You spoke: –" in text


def test_the_long_version_shows_only_words_that_were_said() -> None:
    lines, traces = play(sample(), ("You should just stop that.", "Okay."))
    blocks = full_blocks(make_report(sample(), lines, traces, reveal=True))
    said = [block.text for block in blocks if isinstance(block, Speech) and "you" in block.speaker]
    assert all(any(text in line.text for line in lines) for text in said)


@pytest.mark.parametrize("seed", range(40))
def test_any_text_at_all_gives_a_report_whose_quotes_stand(seed: int) -> None:
    rng = random.Random(seed)
    said = tuple(
        f"{random_text(rng) * rng.choice((1, 30))} You should just stop that."
        for _ in range(rng.randint(1, 5))
    )
    lines, traces = play(sample(), said)
    kept = tuple(line for line in lines if rng.random() < 0.9)
    report = make_report(sample(), kept, traces, reveal=False)
    assert verified(report, kept) == report
    assert Report.from_json(report.to_json()) == report
    assert chat_reply(report).text
