"""JSON from strangers as plain data, and back to the same text: numbers keep their spelling."""

import json
import re
from typing import NoReturn

from core.domain.jsonvalue import Json
from core.library.yamltext import MAX_BYTES, Source

MOST_DEPTH = 40
DIGITS = 15
MARK = "\ue000"
ESCAPED = "\\ue000"
MARKED = re.compile(rf'"{MARK}([-+0-9.eE]+)"')


def read_json(raw: bytes, name: str) -> Source:
    """Raise ProfileError for what is no JSON, too large, too deep or given twice."""
    source = Source(name)
    if len(raw) > MAX_BYTES:
        source.add((), f"larger than {MAX_BYTES} bytes")
        source.refuse()
    try:
        text = raw.decode("utf-8-sig")
        if MARK in text or ESCAPED in text.lower():
            source.add((), "holds a character that is no text")
            source.refuse()
        source.data = json.loads(
            text,
            object_pairs_hook=once,
            parse_float=lambda text: number(float, text),
            parse_int=lambda text: number(int, text),
            parse_constant=no_number,
        )
        check(source.data, 0)
    except json.JSONDecodeError as error:
        source.add((), f"is not valid JSON: {error.msg}", error.lineno)
    except UnicodeError:
        source.add((), "is not UTF-8 text")
    except (ValueError, RecursionError) as error:
        source.add((), f"cannot be used: {str(error)[:200]}")
    source.refuse()
    return source


def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object; ValueError for a key that is given twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        message = f"{twice[:80]} is given twice"
        raise ValueError(message)
    return found


def number(kind: type[int] | type[float], text: str) -> Json:
    """The number, or its spelling marked where writing it again would spell it otherwise."""
    if len(text) <= DIGITS and str(kind(text)) == text:
        return kind(text)
    return MARK + text


def no_number(text: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    message = f"{text} is no number"
    raise ValueError(message)


def check(value: Json, depth: int) -> None:
    """ValueError for what no database keeps, and for nests that nobody wrote by hand."""
    if depth > MOST_DEPTH:
        message = "is nested too deeply"
        raise ValueError(message)
    if isinstance(value, str):
        check_text(value)
    inside = list(value.items()) if isinstance(value, dict) else []
    for key, inner in inside:
        check_text(key)
        check(inner, depth + 1)
    for inner in value if isinstance(value, list) else []:
        check(inner, depth + 1)


def check_text(text: str) -> None:
    """ValueError for half a character, and for the one that ends texts."""
    text.encode()
    if "\x00" in text:
        message = "holds a character that is no text"
        raise ValueError(message)


def to_json(data: Json) -> str:
    """The text, indented; numbers are spelled as they were read."""
    return MARKED.sub(r"\1", json.dumps(data, ensure_ascii=False, indent=2)) + "\n"
