"""The READMEs say what is there: generated tables, names of files, commands, links."""

import re
from importlib.util import find_spec

import pytest

from core.commands import BUTTONS_ONLY, COMMANDS
from core.commands.spec import Command
from core.domain.policy import MAY
from tests.house.readme import README, renewed
from tests.house.tree import ROOT, product

READMES = ["README.md", "core/README.md", "bot/README.md", "tests/README.md"]
FOLDERS = ("bot/", "core/", "tests/", "deploy/", ".ci/")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def named_paths(name: str) -> set[str]:
    """Whole paths in code marks; one with a placeholder or a star names no single file."""
    spans = re.findall(r"`([^`\s]+)`", text(name))
    return {one for one in spans if one.startswith(FOLDERS) and not set(one) & set("<>*{}…")}


def test_tables_of_the_readme_are_what_the_declarations_generate() -> None:
    """Write them anew with `python -m tests.house.readme`."""
    assert README.read_text("utf-8") == renewed(README.read_text("utf-8"))


@pytest.mark.parametrize("name", READMES[1:])
def test_a_folder_s_readme_can_be_read_in_one_sitting(name: str) -> None:
    assert 10 < len(text(name).splitlines()) <= 120


@pytest.mark.parametrize("name", READMES)
def test_every_file_that_a_readme_names_is_there(name: str) -> None:
    assert [path for path in sorted(named_paths(name)) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_every_link_of_a_readme_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text(name))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_every_module_that_a_readme_runs_is_there(name: str) -> None:
    modules = set(re.findall(r"python -m ((?:tests|bot|core)[\w.]*)", text(name)))
    assert [module for module in modules if find_spec(module) is None] == []


def test_every_folder_of_core_has_its_line_in_the_map() -> None:
    parts = {source.name.split("/")[1] for source in product() if source.name.startswith("core/")}
    missing = [part for part in parts - {"__init__.py"} if f"`{part}" not in text("core/README.md")]
    assert missing == []


@pytest.mark.parametrize("declared", [*COMMANDS, *BUTTONS_ONLY], ids=lambda one: one.name)
def test_a_command_can_be_shown_on_every_platform(declared: Command) -> None:
    """Discord's limits are the narrowest; its library does not check all of them."""
    assert re.fullmatch(r"[a-z][a-z ]{0,31}", declared.name)
    assert 1 <= len(declared.about) <= 100
    assert len(declared.parameters) <= 25
    for one in declared.parameters:
        assert re.fullmatch(r"[a-z][a-z_]{0,31}", one.name)
        assert 1 <= len(one.option.about) <= 100
        assert len(one.option.choices) <= 25


def test_commands_have_names_of_their_own() -> None:
    names = [one.name for one in (*COMMANDS, *BUTTONS_ONLY)]
    assert sorted(set(names)) == sorted(names)


def test_every_command_names_an_action_that_the_policy_knows() -> None:
    assert [one.name for one in (*COMMANDS, *BUTTONS_ONLY) if not MAY.get(one.action)] == []


def test_every_action_of_the_policy_is_for_somebody() -> None:
    assert [action for action, roles in MAY.items() if not roles] == []
