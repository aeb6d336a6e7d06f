"""How words run: in which direction, and where a run longer than a line may break."""

import re
import unicodedata

from core.export.cleaning import one_line

RUN = 40
BREAK = "\u200b"
_WIDE = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_RUN = re.compile(rf"[^\s{_WIDE}]{{{RUN},}}")
_JOINING = ("Mn", "Me", "Mc", "Cf", "Sk")


def flat(text: str) -> str:
    return breakable(one_line(text))


def is_right_to_left(text: str) -> bool:
    """By the first character that has a direction."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def breakable(text: str) -> str:
    """Where a run of letters is longer than a line, invisible places to break it."""
    return _RUN.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    parts: list[str] = []
    since = 0
    for char in found.group():
        if since >= RUN and unicodedata.category(char) not in _JOINING and parts[-1] != "\u200d":
            parts.append(BREAK)
            since = 0
        parts.append(char)
        since += 1
    return "".join(parts)
