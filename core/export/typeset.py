"""The typesetter: templates of ours, data as JSON, fonts of this machine, and what is missing."""

from collections.abc import Collection
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Literal, Protocol, cast

from core.domain.jsonvalue import Json, canonical

WANTED = (
    *("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Droid Sans Fallback"),
    *("Noto Sans CJK SC", "Noto Color Emoji", "DejaVu Sans", "Libertinus Serif"),
)
# One family of each is enough; without one its characters print as boxes.
SCRIPTS = {
    "Latin, Greek and Cyrillic": ("Noto Sans", "DejaVu Sans", "Libertinus Serif"),
    "Arabic": ("Noto Sans Arabic", "DejaVu Sans"),
    "Hebrew": ("Noto Sans Hebrew", "DejaVu Sans"),
    "Chinese, Japanese and Korean": ("Noto Sans CJK SC", "Droid Sans Fallback"),
    "emoji": ("Noto Color Emoji",),
}
REFUSED = "PDF/UA-1 error"
MISSING = "could not be displayed"
# The typesetter keeps its work until ten further documents have not asked for it.
FORGETS_AFTER = 11
STANDARD: Literal["ua-1"] = "ua-1"
NO_GLYPH = (
    "Some characters of this interview have no font on the computer that made this file and "
    "show as boxes. The JSON file holds them all."
)
NOT_ACCESSIBLE = "This file is tagged but does not hold to PDF/UA-1 in every point."


class NotAccessibleError(ValueError):
    """The record cannot be a PDF/UA-1 file; `lacks_glyphs` when a character has no font here."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.lacks_glyphs = MISSING in reason


class FontsHere(Protocol):
    """The fonts of this machine."""

    def families(self) -> list[str]: ...


class Compiler(Protocol):
    """What sets documents."""

    def compile(self, source: bytes, **how: object) -> bytes | list[bytes] | None: ...


class Typst(Protocol):
    """What is used of the typesetter."""

    TypstError: type[Exception]

    def Fonts(self) -> FontsHere: ...  # noqa: N802 - its name there
    def Compiler(self, source: bytes, font_paths: FontsHere) -> Compiler: ...  # noqa: N802 - same


@cache
def _typst() -> Typst:
    """Loaded when it is first used, which is in a thread: it takes 7 MB."""
    return cast("Typst", import_module("typst"))


@cache
def _fonts() -> FontsHere:
    return _typst().Fonts()


@cache
def _compiler() -> Compiler:
    """Kept: to make one takes longer than an empty page."""
    return _typst().Compiler(b"", font_paths=_fonts())


@cache
def families() -> tuple[str, ...]:
    """The fonts to try first, in order; the typesetter then tries all others."""
    found = set(_fonts().families())
    return tuple(name for name in WANTED if name in found)


def missing_scripts(found: Collection[str] | None = None) -> tuple[str, ...]:
    """What this machine has no font for, by name; `found` are the families that there are."""
    there = set(families() if found is None else found)
    return tuple(name for name, wanted in SCRIPTS.items() if not there & set(wanted))


@cache
def _template(name: str) -> bytes:
    return files("core.export").joinpath(name).read_bytes()


def page(template: str, record: dict[str, Json], made_at: int) -> bytes:
    """A PDF/UA-1 file; where that cannot be, a tagged one that says why in its `note`."""
    dressed: dict[str, Json] = {**record, "fonts": list(families()), "note": ""}
    try:
        return pdf_of(template, dressed, made_at, accessible=True)
    except NotAccessibleError as error:
        note = NO_GLYPH if error.lacks_glyphs else NOT_ACCESSIBLE
        return pdf_of(template, {**dressed, "note": note}, made_at, accessible=False)


def pdf_of(template: str, record: Json, made_at: int, *, accessible: bool) -> bytes:
    """PDF of a template; `made_at` in Unix seconds, so that the same record gives the same bytes.

    An accessible file holds to PDF/UA-1, which takes no character without a glyph, for
    instance: raises NotAccessibleError then.
    """
    try:
        made = _compiler().compile(
            _template(template),
            format="pdf",
            sys_inputs={"record": canonical(record)},
            pdf_standards=[STANDARD] if accessible else [],
            timestamp=made_at,
        )
    except _typst().TypstError as error:
        reason = str(getattr(error, "message", error))
        if accessible and REFUSED in reason:
            raise NotAccessibleError(reason) from error
        raise
    return one_file(made)


def one_file(made: bytes | list[bytes] | None) -> bytes:
    """What the typesetter gives for a document of one file."""
    if not isinstance(made, bytes):
        raise TypeError("the picture has more than one page")
    return made


def forget() -> None:
    """Give back what was kept for documents of the same words; a millisecond."""
    for _ in range(FORGETS_AFTER):
        _compiler().compile(b"", format="svg")


def png_of(source: bytes, inputs: dict[str, str], ppi: float) -> bytes:
    """PNG of a one-page document."""
    return one_file(_compiler().compile(source, format="png", ppi=ppi, sys_inputs=inputs))
