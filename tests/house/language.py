"""The catalogues: `python -m tests.house.language` takes up new texts and compiles."""

import ast
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from core.language import DOMAIN, FOLDER, LANGUAGES, SOURCE

ROOT = Path(__file__).parents[2]
# Which arguments of which call are texts.
MARKED: dict[str, tuple[int, ...]] = {
    "_": (0,),
    "gettext_noop": (0,),
    "ngettext": (0, 1),
    "command": (1,),
    "Option": (0,),
    "Choice": (1,),
}
MARKED_BY_NAME = {"Option": "hint"}
NOISE = re.compile(rb'"(Report-|POT-|PO-R|Last-T|Language-T|Generated)')
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
TRANSLATED = tuple(one for one in LANGUAGES if one != SOURCE)


def folder(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES"


def texts() -> Catalog:
    """Every text of the source that is marked for translation."""
    found = Catalog(project="Virtual Client", charset="utf-8")
    for path in sorted(path for part in ("core", "bot") for path in (ROOT / part).rglob("*.py")):
        for message in marked(ast.parse(path.read_text(encoding="utf-8"))):
            found.add(message)
    return found


def marked(tree: ast.Module) -> Iterator[str | tuple[str, ...]]:
    """The texts of one module; a pair for a text with a plural."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from by_name(node, MARKED_BY_NAME.get(node.func.id, ""))
            wanted = MARKED.get(node.func.id, ())
            said = tuple(constant(node.args[at]) for at in wanted if at < len(node.args))
            if said and all(said) and len(said) == len(wanted):
                yield said if len(said) > 1 else said[0]


def by_name(node: ast.Call, name: str) -> Iterator[str]:
    """The text of a named argument."""
    said = (constant(one.value) for one in node.keywords if one.arg == name)
    return (one for one in said if one)


def constant(node: ast.expr) -> str:
    """The text that stands there, or nothing."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def known(language: str) -> Catalog:
    """What is translated."""
    with (folder(language) / f"{DOMAIN}.po").open("rb") as file:
        found = read_po(file, locale=language)
    found.creation_date = found.revision_date = WRITTEN
    return found


def compiled(catalogue: Catalog) -> bytes:
    """As gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(language: str) -> list[str]:
    """Texts of the source without a translation."""
    catalogue = known(language)
    missing = []
    for message in texts():
        if message.id:
            there = catalogue.get(message.id)
            if there is None or not there.string or there.fuzzy or not all(there.string):
                missing.append(str(message.id))
    return missing


def write(language: str) -> None:
    """Bring the catalogue up to date; what is new in it is empty until somebody translates it."""
    catalogue = known(language)
    catalogue.update(texts(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True)
    lines = [line for line in out.getvalue().splitlines(keepends=True) if not NOISE.match(line)]
    (folder(language) / f"{DOMAIN}.po").write_bytes(b"".join(lines))
    (folder(language) / f"{DOMAIN}.mo").write_bytes(compiled(known(language)))


if __name__ == "__main__":
    for one in TRANSLATED:
        write(one)
        left = untranslated(one)
        print(f"{one}: {len(left)} texts wait for a translation", *left[:20], sep="\n  ")
