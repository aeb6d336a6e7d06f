"""The registry as Discord's tree of application commands; Discord only shows, the core decides."""

import hashlib
import inspect
import json
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType

from bot.discord.text import plain
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
    """Declare every command of the registry; words of a name are groups, two deep at most."""
    groups: dict[tuple[str, ...], app_commands.Group] = {}
    for declared in COMMANDS:
        *parents, name = declared.name.split(" ")
        made = native(declared, name, desk)
        if parents:
            group_at(tuple(parents), groups, tree).add_command(made)
        else:
            dress(made, (declared,))
            tree.add_command(made)


def group_at(
    path: tuple[str, ...],
    groups: dict[tuple[str, ...], app_commands.Group],
    tree: app_commands.CommandTree[Any],
) -> app_commands.Group:
    """The group of these words, made when it is first needed."""
    if path in groups:
        return groups[path]
    inside = tuple(one for one in COMMANDS if one.name.startswith(" ".join(path) + " "))
    made = app_commands.Group(name=path[-1], description=described(path, inside))
    groups[path] = made
    if len(path) > 1:
        group_at(path[:-1], groups, tree).add_command(made)
    else:
        dress(made, inside)
        tree.add_command(made)
    return made


def described(path: tuple[str, ...], inside: tuple[Command, ...]) -> str:
    """What a group is for, by what is in it."""
    deep = len(path)
    words = dict.fromkeys(one.name.split(" ")[deep] for one in inside)
    return plain(f"{path[-1].title()}: {', '.join(words)}", HINT)


def dress(
    shown: app_commands.Command[Any, ..., Any] | app_commands.Group, inside: tuple[Command, ...]
) -> None:
    """Where it shows, and to whom by default; servers may change that, so nothing hangs on it."""
    students = any(MAY.get(one.action, frozenset()) & STUDENTS for one in inside)
    shown.allowed_contexts = AppCommandContext(guild=True, dm_channel=students)
    shown.allowed_installs = AppInstallationType(guild=True, user=False)
    if not students:
        shown.default_permissions = discord.Permissions(manage_messages=True)


def native(declared: Command, name: str, desk: Desk) -> app_commands.Command[Any, ..., Any]:
    """One command with typed options."""
    made: app_commands.Command[Any, ..., Any] = app_commands.Command(
        name=name, description=plain(declared.about, HINT), callback=callback(declared, desk)
    )
    for one in declared.parameters:
        typed = one.option.kind not in OPTION_TYPES and not fixed(one)
        if one.option.complete is not None and typed:
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
    about = {one.name: plain(one.option.about, HINT) for one in declared.parameters}
    choices = {
        one.name: [
            app_commands.Choice(name=plain(c.label, HINT), value=c.value)
            for c in one.option.choices
        ]
        for one in declared.parameters
        if fixed(one)
    }
    decorated = app_commands.describe(**about)(run) if about else run
    return app_commands.choices(**choices)(decorated) if choices else decorated


def fixed(one: Parameter) -> bool:
    """Whether all that it may be fits into a list of choices."""
    few = 0 < len(one.option.choices) <= MOST_CHOICES
    return few and one.option.kind == "select"


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
