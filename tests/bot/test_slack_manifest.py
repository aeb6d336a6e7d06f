"""The manifest asks for what the code uses, no more and no less."""

import ast
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.group import main
from bot.slack.manifest import CALLS, EVENTS, manifest, scopes
from bot.slack.outcomes import TYPES
from tests.slack_server.methods import METHODS
from tests.slack_server.world import EVENTS as SERVED
from tests.slack_server.world import SCOPES

FOLDER = Path(__file__).parents[2] / "bot" / "slack"
PREFIXES = ("assistant_", "auth_", "chat_", "conversations_", "files_", "users_", "views_")


def called() -> set[str]:
    """Every method of the library's client that the adapter calls."""
    trees = [ast.parse(path.read_text()) for path in FOLDER.glob("*.py")]
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {node.func.attr for node in calls if isinstance(node.func, ast.Attribute)}
    return {name for name in names if name.startswith(PREFIXES)}


def test_the_table_of_calls_is_what_the_code_calls() -> None:
    assert called() == set(CALLS)


def test_the_scopes_are_an_exact_list() -> None:
    assert scopes() == SCOPES


def test_scopes_of_the_table_are_those_that_the_server_demands() -> None:
    known = {name.replace(".", "_"): method.scope for name, method in METHODS.items()}
    assert {name: scope for name, scope in CALLS.items() if known[name] not in scope} == {}


def test_every_event_of_the_manifest_has_an_outcome() -> None:
    assert tuple(sorted(EVENTS)) == SERVED
    assert {name.partition(".")[0] for name in EVENTS} <= set(TYPES)


def test_class_channels_cannot_be_read() -> None:
    assert not {"channels:history", "groups:history"} & set(scopes())


def test_four_commands_and_no_more_are_registered() -> None:
    made = manifest()["features"]["slash_commands"]
    assert [one["command"] for one in made] == ["/practice", "/assign", "/roster", "/vc"]


def test_an_address_makes_it_a_manifest_for_http() -> None:
    made = manifest("https://vc.school.test/")["settings"]
    address = "https://vc.school.test/slack/events"
    assert made["event_subscriptions"]["request_url"] == address
    assert made["interactivity"]["request_url"] == address
    assert not made["socket_mode_enabled"]


def test_the_command_line_prints_it_as_json() -> None:
    run = CliRunner().invoke(main, ["manifest", "slack"])
    assert json.loads(run.output) == manifest()


@pytest.mark.parametrize("name", ["init", "doctor", "manifest", "run"])
def test_each_command_is_its_own_manual(name: str) -> None:
    run = CliRunner().invoke(main, [name, "--help"])
    assert run.exit_code == 0
    assert "Usage" in run.output
