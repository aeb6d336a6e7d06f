"""The first things that somebody sees: the app's home, and the question to an inviter."""

import logging
from typing import Any

from bot.slack.calls import call
from bot.slack.events import Notice
from bot.slack.forms import plain_text
from bot.slack.platform import SlackPlatform
from bot.slack.render import BUTTON, Part, actions, plain, render, rich
from bot.slack.workspaces import Workspace
from core.dispatch import REGISTRY, Door
from core.domain.event import Actor, Called, Event
from core.domain.token import token
from core.errors import RefusalError, SendError, StoreError

log = logging.getLogger(__name__)
SETUP = ("section setup", "setup")
MOST_BLOCKS, PATIENT = 100, 10.0


class Welcome:
    """Draws what depends on who somebody is; the door says what that is."""

    def __init__(self, door: Door, platform: SlackPlatform) -> None:
        self._door = door
        self._platform = platform

    async def home(self, workspace: Workspace, notice: Notice) -> None:
        """Publish the home of one person."""
        actor = await self._platform.people.actor(workspace, Actor(notice.user), PATIENT)
        try:
            reply = await self._door.view(Event("home", notice.place, Called("home"), 0, actor))
            view = home_view(render(reply, workspace.link))
            await call(workspace.client.views_publish(user_id=notice.user, view=view))
        except (SendError, StoreError, RefusalError) as error:
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


def home_view(parts: tuple[Part, ...]) -> dict[str, Any]:
    """What is posted elsewhere as messages, drawn as one page."""
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain_text("Virtual Client", 150)},
        *(block for part in parts for block in part.blocks if block["type"] != "table"),
    ]
    return {"type": "home", "blocks": blocks[:MOST_BLOCKS]}
