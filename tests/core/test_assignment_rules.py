"""When work is open, how late somebody is, what may change: rules as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.assignment import check_permitted, check_window, late_minutes, missing, warn_after
from core.domain.teaching import (
    Assignment,
    AssignmentState,
    ClientVersion,
    Extension,
    check_attempts,
    check_open,
    own_view,
)
from core.errors import Refusal, RefusalError

OPENS = datetime(2026, 11, 20, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 17, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def work(**other: object) -> Assignment:
    values: dict[str, object] = {
        "id": "a",
        "tenant": "play:school",
        "section_id": "s",
        "title": "First",
        "briefing": "",
        "graded": False,
        "state": AssignmentState.PUBLISHED,
        "available_at": OPENS,
        "due_at": DUE,
        "max_attempts": 2,
        "announcement_key": None,
    }
    return Assignment(**(values | other))  # type: ignore[arg-type]


def refused(assignment: Assignment, at: datetime) -> Refusal | None:
    try:
        check_open(assignment, at)
    except RefusalError as error:
        return error.refusal
    return None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - SECOND, Refusal.NOT_YET_OPEN),
        (OPENS, None),
        (DUE - SECOND, None),
        (DUE, Refusal.PAST_DUE),
        (DUE + SECOND, Refusal.PAST_DUE),
    ],
)
def test_work_is_open_to_the_second(at: datetime, expected: Refusal | None) -> None:
    assert refused(work(), at) is expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [(AssignmentState.DRAFT, Refusal.NOT_FOUND), (AssignmentState.CLOSED, Refusal.PAST_DUE)],
)
def test_drafts_do_not_exist_and_closed_work_is_closed(
    state: AssignmentState, expected: Refusal
) -> None:
    assert refused(work(state=state), OPENS) is expected


def test_without_dates_work_is_always_open() -> None:
    assert refused(work(available_at=None, due_at=None), DUE + timedelta(days=400)) is None


def test_an_extension_counts_instead_and_what_it_leaves_out_stays() -> None:
    later = own_view(work(), Extension("a", "p", DUE + MINUTE, None))
    more = own_view(work(), Extension("a", "p", None, 3))
    assert refused(later, DUE) is None
    assert (later.max_attempts, more.max_attempts, more.due_at) == (2, 3, DUE)
    check_attempts(more, 2)


@pytest.mark.parametrize("used", [2, 3])
def test_a_used_up_attempt_is_refused(used: int) -> None:
    with pytest.raises(RefusalError) as caught:
        check_attempts(work(), used)
    assert caught.value.refusal is Refusal.ATTEMPTS_USED


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-MINUTE, 0),
        (60 * MINUTE, 0),
        (60 * MINUTE + SECOND, 61),
        (61 * MINUTE, 61),
        (timedelta(days=1), 1440),
    ],
)
def test_lateness_begins_after_the_grace_and_counts_from_the_due_date(
    after: timedelta, expected: int
) -> None:
    assert late_minutes(DUE, DUE + after, 60) == expected


def test_nobody_is_late_for_work_without_a_date_or_without_words() -> None:
    assert (late_minutes(None, DUE, 0), late_minutes(DUE, None, 0)) == (0, 0)


@pytest.mark.parametrize(("minutes", "expected"), [(5, 2.5), (10, 5), (20, 10), (30, 20), (60, 50)])
def test_the_end_is_announced_ten_minutes_before_or_half_way(minutes: int, expected: float) -> None:
    assert warn_after(minutes * MINUTE) == expected * MINUTE


@pytest.mark.parametrize("opens", [DUE, DUE + SECOND])
def test_a_due_date_before_the_opening_is_refused(opens: datetime) -> None:
    with pytest.raises(RefusalError):
        check_window(work(available_at=opens))


@pytest.mark.parametrize("name", ["briefing", "due_at", "max_attempts"])
def test_three_fields_may_change_after_publishing(name: str) -> None:
    check_permitted(work(), {name: None})


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "clients",
        "rubric",
        "graded",
        "available_at",
        "time_limit",
        "release",
        "show_rubric",
    ],
)
def test_all_others_are_fixed_after_publishing_and_free_before(name: str) -> None:
    check_permitted(work(state=AssignmentState.DRAFT), {name: None})
    with pytest.raises(RefusalError) as caught:
        check_permitted(work(), {name: None})
    assert caught.value.refusal is Refusal.FIXED_FIELDS


def test_what_is_missing_is_named_all_at_once() -> None:
    away = ClientVersion("c", "c", 1, "Mena", "en", "draft")
    found = missing(work(title=" "), (away,), DUE)
    assert [text.split(" (")[0] for text in found] == [
        "a title",
        "published clients",
        "a due date that is still to come",
    ]
    assert missing(work(), (), OPENS) == ("at least one client",)
