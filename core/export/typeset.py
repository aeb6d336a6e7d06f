"""The typesetter: templates of ours, data as JSON, fonts of this machine, and what is missing."""

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Literal

import typst

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
# The typesetter keeps its work until ten further documents have not asked for it: 60 MB after
# each long interview. Empty ones in between (50 ms) give that back.
LARGE = 200_000
FORGETS_AFTER = 11
STANDARD: Literal["ua-1"] = "ua-1"


class NotAccessibleError(ValueError):
    """The record cannot be a PDF/UA-1 file; `lacks_glyphs` when a character has no font here."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.lacks_glyphs = MISSING in reason


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


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


def pdf_of(template: str, record: Json, made_at: int, *, accessible: bool) -> bytes:
    """PDF of a template; `made_at` in Unix seconds, so that the same record gives the same bytes.

    An accessible file holds to PDF/UA-1, which takes no character without a glyph, for
    instance: raises NotAccessibleError then.
    """
    data = canonical(record)
    try:
        made = typst.compile(
            _template(template),
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"record": data},
            pdf_standards=[STANDARD] if accessible else [],
            timestamp=made_at,
        )
    except typst.TypstError as error:
        if accessible and REFUSED in error.message:
            raise NotAccessibleError(error.message) from error
        raise
    if len(data) > LARGE:
        _forget()
    return made


def _forget() -> None:
    for _ in range(FORGETS_AFTER):
        typst.compile(b"", font_paths=_fonts(), format="svg")


def png_of(source: bytes, inputs: dict[str, str], ppi: float) -> bytes:
    """PNG of a one-page document."""
    made = typst.compile(source, font_paths=_fonts(), format="png", ppi=ppi, sys_inputs=inputs)
    if not isinstance(made, bytes):
        raise TypeError("the picture has more than one page")
    return made
