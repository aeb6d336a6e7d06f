"""Every command there is, typed into Slack: answered or asked for in a form that Slack takes."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.slack.commands import TOP
from bot.slack.forms import view_of
from core.commands import COMMANDS
from core.commands.intent import Intent
from core.commands.spec import Command
from core.dispatch import form_of
from tests.journeys.slack_class import CHANNEL, TOKENS, Inside, eventually, inside
from tests.slack_server.person import Person
from tests.slack_server.strict import check_view

NAMES = [one.name for one in COMMANDS]
REFUSED = {"invalid_blocks", "invalid_arguments", "msg_too_long", "msg_blocks_too_long", "no_text"}


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(sqlite_url, TOKENS) as made:
        yield made


def typed(name: str) -> tuple[str, str]:
    """The slash command and its text."""
    top, _, rest = name.partition(" ")
    return (f"/{top}", rest) if top in TOP else ("/vc", name)


@pytest.mark.parametrize("declared", COMMANDS, ids=lambda one: one.name)
@pytest.mark.parametrize("searched", [False, True], ids=["chosen", "searched"])
def test_the_form_of_a_command_is_one_that_slack_takes(
    declared: Command, *, searched: bool
) -> None:
    form = form_of(Intent(declared, {}))
    names = frozenset(one.name for one in declared.parameters if one.option.complete)
    view = view_of(form, "slack:T0CLASS:C0CLASS:", names if searched else frozenset())
    if declared.parameters:
        check_view(view)
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert len(inputs) == len(declared.parameters)


def changed(person: Person, before: int) -> bool:
    """Whether there is more to read, or a form to fill in."""
    return len(person.sees()) + len(person.server.world.views) > before


@pytest.mark.parametrize("user", ["U0RUTH", "U0INES"], ids=["teacher", "student"])
async def test_every_command_is_answered_or_asked_back(served: Inside, user: str) -> None:
    person, world = Person(served.server, user), served.server.world
    for name in NAMES:
        before = len(person.sees()) + len(world.views)
        command, text = typed(name)
        assert (await person.commands(command, text, channel=CHANNEL)).acked
        await eventually(partial(changed, person, before))
    wrong = [
        (one.method, one.outcome) for one in served.server.faults.calls if one.outcome in REFUSED
    ]
    assert wrong == []
