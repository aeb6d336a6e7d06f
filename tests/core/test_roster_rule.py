"""What membership makes of somebody: the rule alone, case by case."""

import pytest

from core.domain.event import ChannelChanged
from core.domain.roster import Ended, Past, corrections, followed, rightful
from core.domain.teaching import Enrolment, Section, SectionRole

OUT, WAITS, STUDENT, TA, TEACHER = SectionRole
SECTION = Section("s", "play:school", "play:school:class:", "101", "", "UTC", "active")


@pytest.mark.parametrize("past", [None, Past(STUDENT), Past(TEACHER), Past(WAITS, "left")])
def test_who_is_not_in_the_channel_is_not_in_the_class(past: Past | None) -> None:
    assert rightful(past, present=False, opens=True) is OUT


@pytest.mark.parametrize(("opens", "wanted"), [(True, STUDENT), (False, WAITS)])
@pytest.mark.parametrize("past", [None, Past(WAITS), Past(WAITS, "left")])
def test_a_newcomer_is_enrolled_or_waits(
    past: Past | None, *, opens: bool, wanted: SectionRole
) -> None:
    assert rightful(past, present=True, opens=opens) is wanted


@pytest.mark.parametrize("role", [STUDENT, TA, TEACHER])
@pytest.mark.parametrize("opens", [True, False])
def test_who_is_somebody_stays_it_and_who_left_comes_back_as_student(
    role: SectionRole, *, opens: bool
) -> None:
    assert rightful(Past(role), present=True, opens=opens) is role
    assert rightful(Past(role, "left"), present=True, opens=opens) is STUDENT


@pytest.mark.parametrize("opens", [True, False])
def test_who_was_removed_stays_out_until_a_teacher_adds_them(*, opens: bool) -> None:
    assert rightful(Past(STUDENT, "removed"), present=True, opens=opens) is OUT


@pytest.mark.parametrize("role", SectionRole)
@pytest.mark.parametrize("ended", ["", "left", "removed"])
def test_coming_in_through_the_channel_never_gives_more_than_student(
    role: SectionRole, ended: Ended
) -> None:
    past = Past(role, ended)
    given = rightful(past, present=True, opens=True)
    assert given in {OUT, WAITS, STUDENT} or given is past.now


def test_corrections_name_only_what_differs() -> None:
    pasts = {"stays": Past(STUDENT), "gone": Past(STUDENT), "back": Past(TA, "left")}
    found = corrections(pasts, frozenset({"stays", "back", "new"}), opens=False)
    assert found == {"gone": OUT, "back": STUDENT, "new": WAITS}


def test_a_new_name_of_the_channel_changes_nothing() -> None:
    assert followed(SECTION, ChannelChanged(name="sw-510")) == SECTION


def test_a_channel_that_opens_stops_enrolling_until_confirmed_and_only_once() -> None:
    section = followed(SECTION, ChannelChanged(public=False))
    opened = followed(
        Section(**{**fields(section), "enrolment": Enrolment.OPEN}), ChannelChanged(public=True)
    )
    assert opened.enrolment is Enrolment.APPROVE
    confirmed = Section(**{**fields(opened), "enrolment": Enrolment.OPEN})
    assert followed(confirmed, ChannelChanged(public=True)).enrolment is Enrolment.OPEN


def test_an_archived_channel_freezes_and_comes_back() -> None:
    frozen = followed(SECTION, ChannelChanged(archived=True))
    assert frozen.frozen
    assert followed(frozen, ChannelChanged(archived=False)) == SECTION


def fields(section: Section) -> dict[str, object]:
    return {name: getattr(section, name) for name in section.__slots__}
