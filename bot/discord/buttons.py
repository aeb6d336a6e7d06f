"""Buttons that live in their ids: they work after any restart, nothing is registered for them."""

import re
from typing import Any, Protocol, Self

import discord
from discord import ui

Interaction = discord.Interaction[Any]
Button = ui.Button[Any]


class Presses(Protocol):
    """Whoever takes presses."""

    async def press(self, one: Interaction, pressed: str, /) -> None: ...

    async def doubt(self, one: Interaction, verb: str, target: str) -> None: ...

    async def open_reply(self, one: Interaction) -> None: ...

    async def form(self, one: Interaction, what: str, form_token: str, /) -> None: ...


class Serving(Protocol):
    """The client, as far as a button knows it."""

    reception: Presses


class _Live(ui.DynamicItem[Button], template=r"never"):
    """What they have in common: the id is all that is known."""

    def __init__(self, item: Button, match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        del interaction
        if not isinstance(item, ui.Button):
            raise TypeError(item)
        return cls(item, match)


class RunButton(_Live, template=r"run\|(?P<verb>[a-z ]*)\|(?P<target>.*)"):
    """Does what it says."""

    async def callback(self, interaction: Interaction) -> None:
        await presses(interaction).press(interaction, self.match[0])


class AskButton(_Live, template=r"ask\|(?P<verb>[a-z ]*)\|(?P<target>.*)"):
    """Asks first."""

    async def callback(self, interaction: Interaction) -> None:
        await presses(interaction).doubt(interaction, self.match["verb"], self.match["target"])


class ReplyButton(_Live, template=r"vc\|reply\|"):
    """Opens the form to speak in."""

    async def callback(self, interaction: Interaction) -> None:
        await presses(interaction).open_reply(interaction)


class FormButton(_Live, template=r"vc\|(?P<what>(?:more|fix|save)(?:\.\d)?)\|(?P<token>run\|.*)"):
    """Goes on with a form."""

    async def callback(self, interaction: Interaction) -> None:
        await presses(interaction).form(interaction, self.match["what"], self.match["token"])


BUTTONS = (RunButton, AskButton, ReplyButton, FormButton)
OURS = re.compile(
    r"(run|ask)\|[a-z ]*\|.*|vc\|reply\||vc\|(more|fix|save)(\.\d)?\|run\|.*", re.DOTALL
)


def presses(interaction: Interaction) -> Presses:
    client: Any = interaction.client
    found: Presses = client.reception
    return found
