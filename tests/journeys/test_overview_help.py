"""/help knows who asks, where, and how the interview there stands."""

import pytest

from core.commands.helplines import LINES
from core.dispatch import REGISTRY
from core.domain.event import Called
from core.domain.place import Place
from core.domain.policy import MAY
from core.domain.reply import Reply
from core.domain.teaching import SectionRole
from core.store.database import Database
from tests.journeys.stage import CLASS, Stage, stage
from tests.journeys.test_class_roster import fill

ELSEWHERE = Place("play", "school", "canteen")


async def asked(play: Stage, user: str, place: Place = CLASS) -> tuple[str, list[str]]:
    """The words and the buttons of the answer."""
    await play.act(user, Called("help"), place)
    reply: Reply = play.replies(user)[-1]
    return reply.text, [button.label for button in reply.buttons]


def test_every_line_names_a_command_that_exists() -> None:
    assert [name for name, _action, _about in LINES if name not in REGISTRY] == []


def test_no_line_is_shown_to_whoever_may_not_use_it() -> None:
    wider = [
        name for name, action, _about in LINES if not MAY[action] <= MAY[REGISTRY[name].action]
    ]
    assert wider == []


@pytest.mark.parametrize(
    ("user", "there", "missing"),
    [
        ("ruth", "/monitor", "/admin teacher add"),
        ("ines", "/progress", "/monitor"),
        ("nobody", "You are in no class here", "/practice"),
    ],
)
async def test_it_lists_what_the_role_may(
    database: Database, user: str, there: str, missing: str
) -> None:
    async with stage(database) as play:
        words, _buttons = await asked(play, user)
        assert there in words
        assert missing not in words


async def test_who_waits_reads_what_comes_next(database: Database) -> None:
    async with stage(database) as play:
        await fill(play, 1, SectionRole.PENDING)
        assert "your teacher approves newcomers" in (await asked(play, "s000"))[0]


async def test_outside_the_class_channel_a_student_still_has_work(database: Database) -> None:
    async with stage(database) as play:
        words, buttons = await asked(play, "ines", ELSEWHERE)
        assert "See my work" in buttons
        assert "Interviewing 101" not in words


async def test_it_follows_the_interview_from_state_to_state(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        assert (await asked(play, "ines", place))[1] == ["Pause", "End", "Help"]
        await play.press("ines", "Pause", place)
        assert (await asked(play, "ines", place))[1] == ["Resume", "End"]
        await play.press("ines", "End", place)
        assert (await asked(play, "ines", place))[1] == ["Feedback", "Export", "Practise again"]


async def test_in_anothers_interview_it_says_nothing_of_it(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        words, buttons = await asked(play, "omar", place)
        assert "Pause" not in buttons
        assert "Ines" not in words
