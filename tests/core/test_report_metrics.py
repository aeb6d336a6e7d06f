"""The report's numbers against hand-counted interviews and against their own formulas."""

import json
from dataclasses import replace

import pytest

from core.domain.jsonvalue import JsonShapeError
from core.domain.session import Message, Role
from core.evaluation.metrics import find_ruptures, measure_pace, measure_talk, median
from core.evaluation.report import make_report
from core.evaluation.turns import Interview, read_trace
from core.evaluation.values import Missed, Report, Rupture
from core.library.loader import load_shipped
from tests.core.interviews import Played, play, random_lines
from tests.core.profiles import sample

SAID = (
    "What has your sleep been like?",
    "You should just stop that.",
    "I'm sorry, that came out wrong. That sounds really hard.",
    "Do you sleep? Do you work? Do you drink?",
    "Are you thinking about suicide?",
)


def report_of(said: tuple[str, ...]) -> Report:
    return make_report(sample(), *play(sample(), said), reveal=True)


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(SAID)


@pytest.mark.parametrize(
    ("name", "turns"),
    [
        ("open", (1,)),
        ("closed", (4, 5)),
        ("confront", (2,)),
        ("advice", ()),
        ("empathy", (3,)),
        ("apology", (3,)),
        ("barrage", (4,)),
    ],
)
def test_every_count_names_its_turns(report: Report, name: str, turns: tuple[int, ...]) -> None:
    assert report.turns_of(name) == turns


def test_words_are_counted_on_both_sides(report: Report) -> None:
    lines, _ = play(sample(), SAID)
    assert report.talk.student_words == 6 + 5 + 10 + 9 + 5
    assert report.talk.client_turns == len([line for line in lines if line.role is Role.CLIENT])
    assert (report.talk.longest_words, report.talk.longest_turn) == (10, 3)
    assert report.talk.median_words == 6


def test_a_rupture_is_mended_by_the_apology(report: Report) -> None:
    assert report.ruptures == (Rupture(2, 3),)


def test_a_repair_after_three_turns_mends_nothing() -> None:
    _, traces = play(sample(), SAID)
    torn, mended = read_trace(traces[1]), read_trace(traces[2])
    assert find_ruptures((torn, replace(mended, turn=6))) == (Rupture(2, 0),)


def test_facts_say_how_far_they_got(report: Report) -> None:
    reached = {row.id: (row.reached.value, row.turn, row.asked) for row in report.facts}
    assert reached["sleep"] == ("opened", 1, (1,))
    assert reached["drink"] == ("shut", 0, (4,))
    assert reached["money"] == ("untouched", 0, ())
    assert reached["dark"][0] in ("shut", "hinted")


def test_a_shut_fact_names_the_condition_that_failed(report: Report) -> None:
    failed = {row.id: row.failed for row in report.facts}
    assert failed["drink"] == ("openness",)
    assert failed["sleep"] == ()


def test_risk_questions_are_told_apart() -> None:
    found = report_of(("You're not thinking of suicide, are you?", "Are you thinking of suicide?"))
    row = next(row for row in found.facts if row.risk)
    assert (row.leading, row.calm) == ((1,), (2,))
    assert found.risk_questions == (1, 2)


def test_a_disclosure_left_unanswered_is_a_missed_moment() -> None:
    warm = (
        "That sounds really hard.",
        "It must be lonely. What is your sleep like?",
        "I can hear how exhausting those nights are.",
        "Thank you for telling me. It makes sense that you feel worn out.",
    )
    found = report_of((*warm, "Okay."))
    opened = next(row.turn for row in found.facts if row.id == "drink")
    assert found.missed == (Missed(opened + 1, opened, "drink"),)


def test_openness_is_what_the_trace_says(report: Report) -> None:
    _, traces = play(sample(), SAID)
    after = [read_trace(row).after for row in traces]
    openness = report.openness
    assert (openness.start, openness.end) == (150, after[-1])
    assert (openness.lowest, openness.highest) == (min([150, *after]), max([150, *after]))
    assert openness.falls[0] == 2
    assert openness.rises[0] in (1, 3)


def test_coach_app_and_asides_are_left_out() -> None:
    lines = (
        Message(1, 1, Role.STUDENT, "Hello there ((my bus is late)) friend", 0),
        Message(2, 1, Role.COACH, "try an open question", 1),
        Message(3, 1, Role.APP, "paused", 2),
        Message(4, 2, Role.STUDENT, "((only an aside))", 3),
    )
    found = make_report(sample(), lines, (), reveal=True)
    assert (found.talk.student_turns, found.talk.student_words) == (1, 3)


def test_a_language_without_blanks_counts_characters() -> None:
    lines = (Message(1, 1, Role.STUDENT, "你好吗？", 0),)
    assert measure_talk(Interview(lines, ()), "zh-TW").student_words == 3


def test_long_gaps_are_not_active_time() -> None:
    at = (0, 10_000, 2_000_000, 2_004_000)
    roles = (Role.CLIENT, Role.STUDENT, Role.CLIENT, Role.STUDENT)
    lines = [
        Message(n, n, role, "x", ms) for n, (role, ms) in enumerate(zip(roles, at, strict=True))
    ]
    pace = measure_pace(lines)
    assert (pace.duration, pace.active, pace.median_answer) == (2_004_000, 14_000, 7_000)


@pytest.mark.parametrize(("values", "middle"), [((), 0), ((3,), 3), ((1, 2), 2), ((9, 1, 4), 4)])
def test_the_median_rounds_half_up(values: tuple[int, ...], middle: int) -> None:
    assert median(values) == middle


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_the_shortest_interviews_have_a_report(turns: int) -> None:
    found = report_of(SAID[:turns])
    assert found.read_turns == turns
    assert found.worked.kind
    assert found.next_step.kind


def test_same_interview_same_bytes_and_back() -> None:
    for profile in load_shipped():
        played: Played = play(profile, random_lines(profile, 3))
        one = make_report(profile, *played, reveal=True)
        assert make_report(profile, *played, reveal=True).to_json() == one.to_json()
        assert Report.from_json(one.to_json()) == one


def test_a_row_that_no_director_wrote_is_refused() -> None:
    with pytest.raises(JsonShapeError, match="turn"):
        make_report(sample(), (), ('{"turn": "one"}',), reveal=True)


def test_a_trace_of_version_1_is_read_the_same() -> None:
    _, traces = play(sample(), SAID)
    data = json.loads(traces[0])
    names = ("needs", "openness", "asked", "after", "turn", "session", "risk question")
    for gate in data["gates"]:
        gate["conditions"] = [[name, name not in gate["failed"]] for name in names]
        del gate["failed"]
    assert read_trace(json.dumps(data)) == read_trace(traces[0])
    assert any(gate.failed for gate in read_trace(traces[0]).gates)
