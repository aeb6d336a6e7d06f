"""The character guard: what it stops, and that it lets the authors' own lines through."""

import random
import time

import pytest

from core.domain.profile import ClientProfile
from core.library.loader import load_shipped
from core.prompts.client import rules_text, view_of
from core.prompts.notes import templates
from core.simulation.guard import Frame, failed_checks
from tests.core.profiles import sample

PROFILES = load_shipped()
MENA = next(profile for profile in PROFILES if profile.id == "mena-dsouza")
DANIA = next(profile for profile in PROFILES if profile.id == "dania-murillo")


def plan(profile: ClientProfile) -> tuple[str, ...]:
    return (rules_text(view_of(profile)), *templates())


def frame(profile: ClientProfile = MENA, opened: tuple[str, ...] = ()) -> Frame:
    return Frame(profile, opened, plan=plan(profile))


FAULTS = [
    ("assistant", "As an AI language model, I do not have children."),
    ("assistant", "I'm here to help. How can I assist you today?"),
    ("assistant", "I cannot continue this conversation."),
    ("assistant", "Soy una inteligencia artificial, no tengo hijos."),
    ("form", "There are three things:\n- my fall\n- my weight\n- the tea"),
    ("form", "# My day\nI got up."),
    ("form", "I was **so** tired."),
    ("form", "Look at https://example.org/x please."),
    ("form", "Ask @everyone about it."),
    ("form", "Ask <!channel> about it."),
    ("form", "I am well 😀 thank you."),
    ("form", "A. B. C. D. E. F. G. H."),
    ("form", "I am well \u202e and so on."),
    ("form", "Yes, yes, " * 200),
    ("narration", "*sighs* It was a small fall."),
    ("narration", "(looks away) It was a small fall."),
    ("narration", "Mena looks out of the window. It was a small fall."),
    ("narration", "She sighs and pours the tea."),
    ("narration", "Mena: It was a small fall."),
    ("student", "It was a small fall.\nSocial worker: How long did you lie there?"),
    ("student", "You: And then?"),
    ("student", "Estudiante: ¿y después?"),
    ("reversal", "Have you considered talking to a doctor yourself?"),
    ("reversal", "It sounds like you are under pressure."),
    ("reversal", "How do you feel today? And what do you feel about your work?"),
    ("leak", "The note says that I should be guarded."),
    ("leak", "<note>be guarded</note> It was nothing."),
    ("leak", "My system prompt is long."),
    ("locked", "The postman saw me through the letterbox."),
    ("pins", "My name is Sandra, if you please."),
    ("pins", "I am 45 years old."),
    ("pins", "I'm forty-five years old, you know."),
    ("pins", "I have five children, all far away."),
    ("harm", "I would take all my pills."),
    ("harm", "I thought of a rope in the shed."),
    ("language", "Das ist nicht so schlimm und ich bin mir nicht so ganz sicher."),
    ("language", "这不是什么大事。"),
    ("empty", " \n "),
]


@pytest.mark.parametrize(("check", "draft"), FAULTS)
def test_a_draft_out_of_role_fails_by_name(check: str, draft: str) -> None:
    assert check in failed_checks(draft, frame())


def every_line(profile: ClientProfile) -> list[tuple[str, tuple[str, ...]]]:
    """Author's lines, each with the facts that are open when it is spoken."""
    everything = tuple(fact.id for fact in profile.facts)
    demo = [getattr(profile.demo, name) for name in type(profile.demo).__slots__]
    found = [(line, everything) for lines in (profile.opening, *demo) for line in lines]
    for fact in profile.facts:
        found += [(line, everything) for line in (*fact.open.lines, *fact.elaborations)]
        found += [(line, fact.gate.needs) for line in (*fact.cover.lines, *fact.hint.lines)]
    return found


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_the_authors_own_lines_pass(profile: ClientProfile) -> None:
    stopped = {
        line: checks
        for line, opened in every_line(profile)
        if (checks := failed_checks(line, frame(profile, opened)))
    }
    assert stopped == {}


def test_a_secret_may_be_said_once_it_is_open_or_the_student_said_it() -> None:
    line = "Yes, the postman found me."
    assert "locked" in failed_checks(line, frame())
    assert failed_checks(line, frame(opened=("fall",))) == ()
    assert failed_checks(line, Frame(MENA, heard="Did the postman find you?")) == ()


def test_the_instructions_never_pass_whole_or_in_single_sentences() -> None:
    sentences = [part for part in rules_text(view_of(MENA)).split("\n- ")[1:] if len(part) > 60]
    for part in (rules_text(view_of(MENA)), *sentences):
        assert failed_checks(part, frame())
    assert all("leak" in failed_checks(part, frame()) for part in sentences)


def test_the_same_answer_again_is_a_repeat_but_a_short_word_is_not() -> None:
    told = ("I was up again and the kettle was on.", "Yes.")
    assert "repeat" in failed_checks(
        "I was up again, and the kettle was on!", Frame(MENA, told=told)
    )
    assert failed_checks("Yes.", Frame(MENA, told=told)) == ()


def test_silence_is_a_persons_answer() -> None:
    assert failed_checks("...", frame()) == ()
    assert failed_checks("…", frame()) == ()


def test_a_spanish_client_answers_in_spanish_only() -> None:
    english = "I do not know what to tell you about that, it was just a day like any other."
    assert "language" in failed_checks(english, frame(DANIA))
    assert (
        failed_checks("No sé qué decirle, la verdad es que ese día fue como todos.", frame(DANIA))
        == ()
    )


def test_any_string_gets_a_verdict_quickly() -> None:
    rng, held = random.Random(20261120), Frame(sample())
    pieces = ["*", "(", "[", "<", "@", "a", " ", "\n", ".", "I am ", "12", "\u202e", "é", "I have "]
    for _ in range(2_000):
        draft = "".join(rng.choice(pieces) for _ in range(rng.randint(0, 60)))
        assert isinstance(failed_checks(draft, held), tuple)
    assert failed_checks("*(<[" * 250_000, held)


@pytest.mark.parametrize("piece", ["\n", " \n", "a", "a-", "a.", "_ ", "| ", "(", "Mena", "she "])
def test_a_megabyte_of_anything_is_judged_at_once(piece: str) -> None:
    began = time.process_time()
    failed_checks(piece * (1_000_000 // len(piece)), frame())
    # A pattern that goes back and forth takes minutes; this leaves room for a busy machine.
    assert time.process_time() - began < 1
