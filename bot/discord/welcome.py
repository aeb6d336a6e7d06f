"""The first thing that a server hears of us: how a class is set up."""

import logging

from discord.http import Route

from bot.discord.calls import Calls
from bot.discord.post import body_of
from bot.discord.render import render
from bot.discord.rights import TO_POST
from bot.discord.sight import missing
from bot.discord.views import GuildView
from core.domain.reply import Button, Reply, say
from core.domain.token import token
from core.errors import SendError
from core.language import _

log = logging.getLogger(__name__)


def hello() -> Reply:
    """What is said, with the button."""
    return say(
        _(
            "Thank you for inviting me. Students practise interviews with simulated clients here, "
            "each in a private thread, and every finished interview brings a report."
        ),
        _(
            "A class is a channel. In the channel of your class use /section setup, or press the "
            "button if this channel is to be the class. Whoever can see the channel is in the "
            "class. Someone with Manage Server names the first teachers with /admin teacher add."
        ),
        buttons=(Button(_("Set up a class here"), token("section setup"), "primary"),),
    )


class Welcome:
    """Said once, where new members are greeted, else in the first channel that takes it."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def greet(self, view: GuildView) -> None:
        """Say it; a server in which we may say nothing hears nothing."""
        channel = place_for(view)
        if not channel:
            log.info("discord: a server was joined in which no channel can be written to")
            return
        (part,) = render(hello())
        body = body_of(part) | {"nonce": f"w{view.id}", "enforce_nonce": True}
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        try:
            await self._calls.request(route, body)
        except SendError as error:
            log.warning("discord: a server was not greeted: %s", error)


def place_for(view: GuildView) -> str:
    """The system channel, else the first one, that we may write to."""
    channels = [view.system, *sorted(view.channels, key=int)]
    fitting = (
        one
        for one in channels
        if one in view.channels and not missing(view.sight(one).rights(view.us), TO_POST)
    )
    return next(fitting, "")
