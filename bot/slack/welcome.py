"""The first things that somebody sees: the app's home, and the question to an inviter."""

import logging
from typing import Any

from bot.slack.calls import call
from bot.slack.events import Notice
from bot.slack.forms import plain_text
from bot.slack.platform import SlackPlatform
from bot.slack.render import BUTTON, actions, plain, rich
from bot.slack.workspaces import Workspace
from core.dispatch import REGISTRY, Door
from core.domain.event import Actor, Called, Event
from core.domain.palette import CommandInfo
from core.domain.token import token
from core.errors import SendError, StoreError

log = logging.getLogger(__name__)
SETUP = ("section setup", "setup")
FIRST = ("practice", "sessions", "help")
MOST_BUTTONS = 20
HELLO = (
    "Practise interviews with simulated clients. You type, the client answers in character and "
    "opens up when you listen. Every finished interview brings you a report with your own words."
)
SMALL = "All clients are simulated. Never type a real client's data."


class Welcome:
    """Draws what depends on who somebody is; the door says what they may do."""

    def __init__(self, door: Door, platform: SlackPlatform) -> None:
        self._door = door
        self._platform = platform

    async def home(self, workspace: Workspace, notice: Notice) -> None:
        """Publish the home of one person."""
        event = Event("home", notice.place, Called("help"), 0, Actor(notice.user))
        try:
            commands = await self._door.palette(event)
            view = home_view(commands)
            await call(workspace.client.views_publish(user_id=notice.user, view=view))
        except (SendError, StoreError) as error:
            log.warning("slack: a home was not drawn: %s", error)

    async def invited(self, workspace: Workspace, notice: Notice) -> None:
        """Ask whoever added the app to a channel, and nobody else."""
        setup = next((name for name in SETUP if name in REGISTRY), "help")
        label = "Set up" if setup in SETUP else "What is this?"
        button = {
            "type": "button",
            "action_id": token(setup),
            "text": plain_text(label, BUTTON),
            "style": "primary",
        }
        question = "Thank you for adding me. Make this channel a class?"
        try:
            await call(
                workspace.client.chat_postEphemeral(
                    channel=notice.place.channel,
                    user=notice.user,
                    text=question,
                    blocks=[*rich([plain(question)]), actions([button])],
                )
            )
        except SendError as error:
            log.warning("slack: the inviter was not asked: %s", error)


def home_view(commands: tuple[CommandInfo, ...]) -> dict[str, Any]:
    """Three sentences, then a button for each thing that this person may do from here."""
    here = [one for one in commands if not any(option.required for option in one.options)]
    order = {name: index for index, name in enumerate(FIRST)}
    here.sort(key=lambda one: order.get(one.name, len(order)))
    buttons = [home_button(one, first=index == 0) for index, one in enumerate(here[:MOST_BUTTONS])]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain_text("Virtual Client", 150)},
        *rich([plain(HELLO)]),
    ]
    if buttons:
        blocks.append(actions(buttons))
    blocks.append({"type": "context", "elements": [plain_text(SMALL, 300)]})
    return {"type": "home", "blocks": blocks}


def home_button(one: CommandInfo, *, first: bool) -> dict[str, Any]:
    native: dict[str, Any] = {
        "type": "button",
        "action_id": token(one.name),
        "text": plain_text(one.about, BUTTON),
    }
    return native | {"style": "primary"} if first else native
