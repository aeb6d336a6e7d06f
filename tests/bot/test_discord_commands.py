"""The registry as Discord's commands: typed, within every limit, the same tree the same print."""

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.discord.commands import fill, fingerprint, payload
from bot.discord.sync import Nobody, bare
from core.commands import COMMANDS
from core.commands.spec import Command, Parameter
from tests.discord_server import spec

SUB_COMMAND, SUB_GROUP = 1, 2
TYPES = {"number": 4, "checkbox": 5, "member": 6, "file": 11}
PATH = "/applications/900000000000000001/commands"


@pytest.fixture(scope="module")
def tree() -> list[dict[str, Any]]:
    made = app_commands.CommandTree[Any](discord.Client(intents=discord.Intents.none()))
    fill(made, Nobody())
    return payload(made)


def leaves(commands: list[dict[str, Any]], before: str = "") -> dict[str, dict[str, Any]]:
    """Every command that can be used, by its whole name."""
    found = {}
    for one in commands:
        name = f"{before} {one['name']}".strip()
        inner = [each for each in one.get("options", ()) if each["type"] in {1, 2}]
        found |= leaves(inner, name) if inner else {name: one}
    return found


def test_every_command_of_the_registry_is_there_by_its_name(tree: list[dict[str, Any]]) -> None:
    assert set(leaves(tree)) == {one.name for one in COMMANDS}


@pytest.mark.parametrize("declared", COMMANDS, ids=lambda one: one.name)
def test_every_option_has_its_type_its_line_and_its_need(
    tree: list[dict[str, Any]], declared: Command
) -> None:
    shown = leaves(tree)[declared.name].get("options", [])
    assert [(one["name"], one["type"], one["required"]) for one in shown] == [
        (one.name, TYPES.get(one.option.kind, 3), one.required) for one in needed(declared)
    ]
    assert all(1 <= len(one["description"]) <= 100 for one in shown)


def needed(declared: Command) -> list[Parameter]:
    return sorted(declared.parameters, key=lambda one: not one.required)


@pytest.mark.parametrize("declared", COMMANDS, ids=lambda one: one.name)
def test_an_option_offers_what_it_may_be(tree: list[dict[str, Any]], declared: Command) -> None:
    shown = {one["name"]: one for one in leaves(tree)[declared.name].get("options", ())}
    for one in declared.parameters:
        listed = one.option.kind == "select" and bool(one.option.choices)
        looked_up = one.option.complete is not None and one.option.kind not in TYPES and not listed
        assert bool(shown[one.name].get("choices")) == listed
        assert bool(shown[one.name].get("autocomplete")) == looked_up


def weight(one: dict[str, Any]) -> int:
    """What Discord counts: the characters of names, descriptions and values, however deep."""
    own = sum(len(str(one.get(key, ""))) for key in ("name", "description", "value"))
    inner = [*one.get("options", ()), *one.get("choices", ())]
    return own + sum(map(weight, inner))


def test_discords_limits_hold(tree: list[dict[str, Any]]) -> None:
    assert len(tree) <= 100
    assert max(map(weight, tree)) < 8_000
    for one in [*tree, *(each for group in tree for each in group.get("options", ()))]:
        assert len(one.get("options", ())) <= 25
        assert 1 <= len(one["name"]) <= 32
        assert 1 <= len(one["description"]) <= 100


def test_teachers_commands_show_in_servers_only(tree: list[dict[str, Any]]) -> None:
    shown = {one["name"]: (one["contexts"], one["default_member_permissions"]) for one in tree}
    assert shown["practice"] == ([0, 1], None)
    assert shown["roster"] == ([0], discord.Permissions(manage_messages=True).value)


def test_discords_own_file_takes_every_command(tree: list[dict[str, Any]]) -> None:
    if not spec.document():
        pytest.skip(spec.ABSENT)
    assert spec.faults(PATH, "PUT", "", tree) == []


def test_the_fingerprint_follows_the_tree_and_not_its_order(tree: list[dict[str, Any]]) -> None:
    changed = [{**tree[0], "description": "something else"}, *tree[1:]]
    assert fingerprint(tree) == fingerprint(tree[::-1])
    assert fingerprint(tree) != fingerprint(changed)


def test_what_discord_adds_by_itself_is_no_difference(tree: list[dict[str, Any]]) -> None:
    answered = [
        {**one, "id": "1", "version": "2", "nsfw": False, "dm_permission": True} for one in tree
    ]
    assert fingerprint(bare(answered)) == fingerprint(bare(tree))
