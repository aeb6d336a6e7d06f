"""`.env.example` and the settings say the same."""

import ast
import os
from pathlib import Path

import pytest

from bot.settings import OURS, Settings, env_example, load_settings
from tests.house.tree import ROOT, product

EXAMPLE = ROOT / ".env.example"


def test_the_example_is_what_the_settings_generate() -> None:
    """Write it anew with `python -m bot.settings > .env.example`."""
    assert EXAMPLE.read_text("utf-8") == env_example()


def test_the_example_names_every_setting_once() -> None:
    lines = env_example().splitlines()
    names = [
        line[1:].partition("=")[0] for line in lines if line[:1] == "#" and line[1:2].isupper()
    ]
    assert names == [name.upper() for name in Settings.model_fields]


def test_the_example_with_its_marks_taken_away_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)
    used = [line.removeprefix("#") for line in env_example().splitlines() if line[1:2].isupper()]
    (tmp_path / ".env").write_text("\n".join(used), "utf-8")
    assert load_settings(tmp_path / ".env") == load_settings(tmp_path / "none")


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        source.name
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
    ]
    assert set(readers) == {"bot/settings.py"}
