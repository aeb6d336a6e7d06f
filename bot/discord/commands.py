"""The registry as Discord's tree of application commands; Discord only shows, the core decides."""

import hashlib
import inspect
import json
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType

from core.commands import COMMANDS
from core.commands.spec import Command, Parameter
from core.domain.policy import MAY
from core.domain.teaching import SectionRole

HINT, MOST_CHOICES = 100, 25
OPTION_TYPES: dict[str, Any] = {
    "number": int,
    "checkbox": bool,
    "file": discord.Attachment,
    "member": discord.User,
}
STUDENTS = frozenset({SectionRole.STUDENT})


class Desk(Protocol):
    """Whoever takes the interactions."""

    async def command(self, interaction: discord.Interaction) -> None: ...

    async def complete(
        self, interaction: discord.Interaction
    ) -> list[app_commands.Choice[str]]: ...


def fill(tree: app_commands.CommandTree[Any], desk: Desk) -> None:
    """Declare every command of the registry; words of a name are groups."""
    groups: dict[str, app_commands.Group] = {}
    for declared in COMMANDS:
        *parents, name = declared.name.split(" ")
        made = native(declared, name, desk)
        if not parents:
            dress(made, declared)
            tree.add_command(made)
            continue
        group = groups.get(parents[0])
        if group is None:
            group = app_commands.Group(name=parents[0], description=f"{parents[0].title()}: manage")
            dress(group, declared)
            groups[parents[0]] = group
            tree.add_command(group)
        group.add_command(made)


def dress(shown: app_commands.Command[Any, ..., Any] | app_commands.Group, one: Command) -> None:
    """Where it shows, and to whom by default; servers may change that, so nothing hangs on it."""
    students = bool(MAY.get(one.action, frozenset()) & STUDENTS)
    shown.allowed_contexts = AppCommandContext(guild=True, dm_channel=students)
    shown.allowed_installs = AppInstallationType(guild=True, user=False)
    if not students:
        shown.default_permissions = discord.Permissions(manage_messages=True)


def native(declared: Command, name: str, desk: Desk) -> app_commands.Command[Any, ..., Any]:
    """One command with typed options."""
    made: app_commands.Command[Any, ..., Any] = app_commands.Command(
        name=name, description=declared.about, callback=callback(declared, desk)
    )
    for one in declared.parameters:
        if one.option.complete is not None:
            made.autocomplete(one.name)(completion(desk))
    return made


def callback(declared: Command, desk: Desk) -> Callable[..., Coroutine[Any, Any, None]]:
    """A function whose signature is the command's."""

    async def run(interaction: discord.Interaction, **_options: object) -> None:
        await desk.command(interaction)

    first = inspect.Parameter(
        "interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction
    )
    options = [parameter(one) for one in declared.parameters]
    run.__signature__ = inspect.Signature([first, *options])  # type: ignore[attr-defined]
    described = {one.name: one.option.about[:HINT] for one in declared.parameters}
    choices = {
        one.name: [
            app_commands.Choice(name=c.label[:HINT], value=c.value) for c in one.option.choices
        ]
        for one in declared.parameters
        if one.option.choices and one.option.kind == "select"
    }
    decorated = app_commands.describe(**described)(run) if described else run
    return app_commands.choices(**choices)(decorated) if choices else decorated


def parameter(one: Parameter) -> inspect.Parameter:
    """One option; text is cut where Discord cuts."""
    kind = OPTION_TYPES.get(one.option.kind, str)
    if kind is str and one.option.max_length:
        kind = app_commands.Range[str, 0, min(one.option.max_length, 6_000)]
    if not one.required:
        kind = kind | None
    default = inspect.Parameter.empty if one.required else None
    return inspect.Parameter(
        one.name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default
    )


def completion(desk: Desk) -> Callable[..., Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def complete(
        interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        del current
        return await desk.complete(interaction)

    return complete


def payload(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """What a sync sends."""
    return [dict(one.to_dict(tree)) for one in tree.get_commands()]


def fingerprint(commands: list[dict[str, Any]]) -> str:
    """The same for the same tree, whatever the order."""
    ordered = sorted(commands, key=lambda one: str(one["name"]))
    text = json.dumps(ordered, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
