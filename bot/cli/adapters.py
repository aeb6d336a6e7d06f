"""The chat platforms that the process can serve: one row each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from bot.app import Vault
from bot.settings import Settings
from bot.web.server import Site
from core.dispatch import Door
from core.ports import Clock, Platform

LoadFile = Callable[[str, str], Awaitable[bytes]]


class Adapter(Protocol):
    """A platform with its life: made in the loop, started with the door, stopped in two steps."""

    @property
    def platform(self) -> Platform: ...

    @property
    def ready(self) -> bool: ...

    async def start(self, door: Door, site: Site) -> None: ...

    async def stop_intake(self) -> None: ...

    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """How a platform is chosen and where its modules are; imported only when it is chosen.

    `module` has open_adapter, `manifest` has manifest_text, STEPS and TOKENS, `doctor` examine;
    `live`, where there is one, an examine that also takes a trial; `channels` says whether the
    doctor also has a `channels`, which looks at the channel of each class.
    """

    chosen: Callable[[Settings], bool]
    module: str
    manifest: str
    doctor: str
    live: str = ""
    channels: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an adapter is given; `load_file(tenant, id)` gives the bytes of a file."""

    settings: Settings
    clock: Clock
    load_file: LoadFile
    vault: Vault


PLATFORMS = {
    "slack": Row(
        lambda settings: settings.slack,
        "bot.slack.adapter",
        "bot.slack.manifest",
        "bot.slack.doctor",
        "bot.slack.live",
    ),
    "discord": Row(
        lambda settings: settings.discord,
        "bot.discord.adapter",
        "bot.discord.manifest",
        "bot.discord.doctor",
        channels=True,
    ),
}


def open_adapters(given: Surroundings) -> dict[str, Adapter]:
    """The adapters of every platform whose tokens are set; call it inside the event loop."""
    return {
        name: import_module(row.module).open_adapter(
            given.settings, given.clock, given.load_file, given.vault
        )
        for name, row in PLATFORMS.items()
        if row.chosen(given.settings)
    }
