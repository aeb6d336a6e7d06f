"""The few SVG shapes of our pictures; every text in them is inert and fits its place."""

import unicodedata
from dataclasses import dataclass
from xml.sax.saxutils import escape

from core.export.cleaning import one_line

FONTS = (
    "Noto Sans, DejaVu Sans, Liberation Sans, Noto Sans Arabic, Noto Sans Hebrew, "
    "Droid Sans Fallback, Noto Sans CJK SC, Libertinus Serif"
)
INK = "#22262e"
QUIET = "#5c6470"
RULE = "#d4d0c8"
PAPER = "#fbfaf7"
STRIPE = "#f1eee7"
BLUE = "#1f5fae"
GREEN = "#1d7a46"
RED = "#b3261e"
AMBER = "#8a5a00"


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: size in pixels, colour, where it is anchored."""

    size: int = 14
    colour: str = INK
    anchor: str = "start"
    bold: bool = False


def text(at_x: float, at_y: float, words: str, how: Type) -> str:
    weight = ' font-weight="bold"' if how.bold else ""
    return (
        f'<text x="{at_x:.1f}" y="{at_y:.1f}" font-size="{how.size}" fill="{how.colour}"'
        f' text-anchor="{how.anchor}"{weight}>{escape(one_line(words))}</text>'
    )


def rect(box: tuple[float, float, float, float], fill: str, rest: str = "") -> str:
    left, top, width, height = box
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="{fill}" {rest}/>'
    )


def line(start: tuple[float, float], end: tuple[float, float], colour: str, rest: str = "") -> str:
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
        f' stroke="{colour}" {rest}/>'
    )


def picture(width: int, height: int, title: str, parts: list[str]) -> str:
    """A card with its own paper, so that it reads alike on a light and on a dark page."""
    card = rect((0.5, 0.5, width - 1, height - 1), PAPER, f'rx="12" stroke="{RULE}"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{FONTS}" role="img">'
        f"<title>{escape(one_line(title))}</title>{card}{''.join(parts)}</svg>"
    )


def fitted(words: str, most: int) -> str:
    """The text cut to `most` Latin letters' width, an ellipsis at its end; wide letters are two."""
    flat = one_line(words)
    width = 0
    for place, char in enumerate(flat):
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if width > most:
            return flat[: max(place - 1, 0)].rstrip() + "…"
    return flat
