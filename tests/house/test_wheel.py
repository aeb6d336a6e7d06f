"""The wheel holds everything that the program reads at run time."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tree_files

BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
NOT_FOR_THE_WHEEL = (".md", ".png")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names in a wheel that is built from a copy of the tree."""
    copy = tmp_path_factory.mktemp("copy")
    for name in tree_files():
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    subprocess.run(
        [sys.executable, "-c", BUILD, str(copy / "dist")], cwd=copy, check=True, capture_output=True
    )
    (built,) = Path(copy / "dist").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_every_file_of_the_product_is_in_the_wheel(wheel: set[str]) -> None:
    ours = {one for one in tree_files() if one.startswith(("bot/", "core/"))}
    wanted = {one for one in ours if not one.endswith(NOT_FOR_THE_WHEEL)}
    assert wanted - wheel == set()


def test_the_wheel_holds_nothing_else(wheel: set[str]) -> None:
    heads = {one.split("/")[0] for one in wheel}
    assert {head for head in heads if not head.endswith(".dist-info")} == {"bot", "core"}
