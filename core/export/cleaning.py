"""Text that every file format takes: cleaned once, before any writer sees it."""

import re
from collections.abc import Iterator

from core.domain.jsonvalue import Json

REPLACEMENT = "\ufffd"
_LINE_ENDS = re.compile("\r\n?")
_NON_CHARACTERS = "".join(
    chr(plane + low) for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)
)
_UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NON_CHARACTERS}]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """One kind of line end; what no format can hold becomes U+FFFD; all else as it is."""
    return _UNFIT.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text))


def shown(text: str) -> str:
    """Cleaned text without the marks that make a line read in another order than it is stored."""
    return _OVERRIDES.sub("", text)


def one_line(text: str) -> str:
    return " ".join(shown(text).split())


def clean_data(data: Json) -> Json:
    """Every text in it cleaned."""
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, list):
        return [clean_data(item) for item in data]
    if isinstance(data, dict):
        return {key: clean_data(value) for key, value in data.items()}
    return data


def find_unclean(data: Json, path: str = "") -> str | None:
    """The path of the first text that cleaning would change."""
    if isinstance(data, str):
        return path if clean(data) != data else None
    paths = (find_unclean(item, at) for at, item in _children(data, path))
    return next((found for found in paths if found), None)


def _children(data: Json, path: str) -> Iterator[tuple[str, Json]]:
    if isinstance(data, list):
        yield from ((f"{path}[{at}]", item) for at, item in enumerate(data))
    elif isinstance(data, dict):
        yield from ((f"{path}.{key}" if path else key, item) for key, item in data.items())
