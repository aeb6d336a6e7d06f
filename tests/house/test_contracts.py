"""The walls of the house: import contracts, read by import-linter."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, product

LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def copy_product(folder: Path) -> None:
    for source in product():
        target = folder / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.text, "utf-8")
    (folder / ".importlinter").write_text((ROOT / ".importlinter").read_text("utf-8"), "utf-8")


def test_every_import_contract_is_kept() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_a_wall_that_is_broken_is_seen(tmp_path: Path) -> None:
    copy_product(tmp_path)
    (tmp_path / "core/domain/astray.py").write_text('"""Astray."""\n\nimport bot\n', "utf-8")
    run = lint_imports(tmp_path)
    assert "1 broken" in run.stdout, run.stdout + run.stderr


def test_a_folder_that_no_contract_knows_is_seen(tmp_path: Path) -> None:
    copy_product(tmp_path)
    (tmp_path / "core/stray.py").write_text('"""Stray."""\n', "utf-8")
    run = lint_imports(tmp_path)
    assert "1 broken" in run.stdout, run.stdout + run.stderr


def test_contracts_are_numbered_without_a_gap() -> None:
    rules = configparser.ConfigParser()
    rules.read(ROOT / ".importlinter", "utf-8")
    numbers = [int(name.rpartition(":")[2]) for name in rules.sections() if ":contract:" in name]
    assert numbers == list(range(1, len(numbers) + 1))
