"""The table of rights: every cell asserted, what it does not name denied."""

import itertools

import pytest

from core.commands import BUTTONS_ONLY, COMMANDS
from core.domain.event import LATE
from core.domain.policy import (
    ADMINS,
    MAY,
    Action,
    Role,
    Standing,
    allowed,
    check,
    check_object,
)
from core.domain.teaching import SectionRole
from core.domain.wording import word
from core.errors import Refusal, RefusalError

# The table of the privacy reference, written down a second time: a letter for each column.
LETTERS = dict(
    zip(
        "opstregw",
        (
            Role.OUTSIDER,
            Role.PENDING,
            Role.STUDENT,
            Role.TA,
            Role.READER,
            Role.TEACHER,
            Role.GRANTED,
            Role.ADMIN,
        ),
        strict=True,
    )
)
RIGHTS = {
    "opstregw": "help notice own_data join own_session own_records own_audit",
    "ste": "practise",
    "te": "test_client roster_view",
    "re": "read_transcript read_feedback observe",
    "e": "see_sessions score write_material assign extend "
    "announce roster_edit export_class monitor grant_ta section_settings lower_limits "
    "shorten_retention section_audit",
    "g": "bind",
    "w": "grant_teacher reassign set_limits set_retention hold tenant_audit erase_tenant",
}
WANTED = {
    Action(name): {LETTERS[letter] for letter in letters}
    for letters, names in RIGHTS.items()
    for name in names.split()
}
STANDINGS = [
    Standing(role, granted=granted, admin=admin, reads=reads)
    for role, granted, admin, reads in itertools.product(SectionRole, *[(False, True)] * 3)
]


def refusal(action: Action, standing: Standing) -> Refusal | None:
    try:
        check(action, standing)
    except RefusalError as error:
        return error.refusal
    return None


def test_the_table_says_what_the_reference_says_and_names_every_action() -> None:
    assert {action: set(roles) for action, roles in MAY.items()} == WANTED
    assert set(MAY) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_every_cell_of_the_table_is_what_a_standing_may_do(action: Action) -> None:
    for standing in STANDINGS:
        wanted = bool(WANTED[action] & standing.roles)
        assert allowed(action, standing) is wanted
        assert (refusal(action, standing) is None) is wanted


@pytest.mark.parametrize("standing", STANDINGS, ids=str)
def test_a_refusal_hangs_on_action_and_standing_and_names_nothing(standing: Standing) -> None:
    for action in Action:
        if allowed(action, standing):
            continue
        with pytest.raises(RefusalError) as caught:
            check(action, standing)
        assert dict(caught.value.values) == {}


@pytest.mark.parametrize("standing", STANDINGS, ids=str)
def test_somebody_elses_object_reads_like_none(standing: Standing) -> None:
    missing = word(RefusalError(Refusal.NOT_FOUND))
    for action in Action:
        if allowed(action, standing):
            continue
        with pytest.raises(RefusalError) as caught:
            check_object(action, standing)
        assert word(caught.value) == missing


def test_every_command_and_button_names_an_action_of_the_table() -> None:
    assert {one.action for one in (*COMMANDS, *BUTTONS_ONLY)} <= set(MAY)


def test_whom_the_class_lets_read_is_an_assistant_and_nobody_else() -> None:
    able = [one for one in STANDINGS if one.role is not SectionRole.TEACHER]
    able = [one for one in able if allowed(Action.OBSERVE, one)]
    assert {(one.role, one.reads) for one in able} == {(SectionRole.TA, True)}


def test_an_administrator_of_the_workspace_reads_no_transcript() -> None:
    admin = Standing(SectionRole.OUTSIDER, granted=True, admin=True)
    reading = (Action.READ_TRANSCRIPT, Action.READ_FEEDBACK, Action.SEE_SESSIONS)
    assert not any(allowed(action, admin) for action in reading)


@pytest.mark.parametrize(
    ("doubt", "wanted"),
    [
        ("", Refusal.NEEDS_ADMIN),
        (LATE, Refusal.NOT_TOLD_WHO),
        ("users:read", Refusal.MAY_NOT_ASK_WHO),
    ],
)
def test_of_whom_the_platform_says_nothing_is_not_told_that_they_are_nobody(
    doubt: str, wanted: Refusal
) -> None:
    standing = Standing(SectionRole.TEACHER, doubt=doubt)
    admins = [action for action, roles in MAY.items() if roles == ADMINS]
    assert {refusal(action, standing) for action in admins} == {wanted}
    assert refusal(Action.REASSIGN, Standing(admin=True, doubt=doubt)) is None
    assert refusal(Action.BIND, standing) is Refusal.NEEDS_GRANT
