"""The files of this tree, read and parsed once for every house test."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = "core/store/migrations/versions"  # a revision is history: written once, never tidied
HIDDEN = {"__pycache__", "build", "dist", "venv", "artifacts", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python file; `name` is its path from the root of the tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def length(self) -> int:
        return len(self.text.splitlines())


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file under the folders, revisions of the schema apart."""
    names = sorted(
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    )
    texts = {name: (ROOT / name).read_text("utf-8") for name in names if GENERATED not in name}
    return tuple(Source(name, text, ast.parse(text, name)) for name, text in texts.items())


def product() -> tuple[Source, ...]:
    return sources("bot", "core")


def everything() -> tuple[Source, ...]:
    return sources("bot", "core", "tests")


def git(*words: str) -> str:
    """What git prints; empty where there is no repository or no git."""
    try:
        run = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(ROOT), *words],
            capture_output=True,
            check=False,
            timeout=120,
        )
    except FileNotFoundError:
        return ""
    return run.stdout.decode("utf-8", "replace")


@cache
def tree_files() -> tuple[str, ...]:
    """Every file that belongs to the tree: git's list, or a walk where there is no git."""
    listed = git("ls-files", "-z").split("\0")
    if any(listed):
        return tuple(name for name in listed if (ROOT / name).is_file())
    walk = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(
        path.as_posix()
        for path in walk
        if not HIDDEN.intersection(path.parts) and not path.parts[0].startswith(".")
    )


@cache
def tree_texts() -> dict[str, str]:
    """The text of every file of the tree that is text."""
    texts = {}
    for name in tree_files():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content[:8000]:
            texts[name] = content.decode("utf-8", "replace")
    return texts
