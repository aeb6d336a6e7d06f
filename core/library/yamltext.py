"""YAML as plain data with the line of every field; refuses whatever a profile never needs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from core.domain.jsonvalue import Json
from core.errors import ProfileError

Path = tuple[str | int, ...]

MAX_BYTES = 256_000
MAX_DEPTH = 16
BLOCK = ("|", ">")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}\Z")
_WORDS: dict[str, Json] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Source:
    """The data of one file; `lines` gives the line (from 1) where a path begins."""

    name: str
    data: Json = None
    lines: dict[Path, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def line(self, path: Path) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add(self, path: Path, message: str, line: int | None = None) -> None:
        self.findings.append(f"{self.name}:{line or self.line(path)}: {dotted(path)}: {message}")

    def refuse(self) -> None:
        """Raise what was found, in the order of the lines."""
        if self.findings:
            raise ProfileError(tuple(sorted(self.findings, key=_line_of)))


def dotted(path: Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.lstrip(".") or "file"


def read_yaml(text: str | bytes, name: str) -> Source:
    """Raise ProfileError for a text that is no YAML or holds what a profile may not hold."""
    source = Source(name)
    try:
        raw = text.encode() if isinstance(text, str) else text
        if len(raw) > MAX_BYTES:
            source.add((), f"larger than {MAX_BYTES} bytes")
            source.refuse()
        _Composer(source, yaml.parse(raw.decode("utf-8-sig"), Loader=_LOADER)).compose()
    except UnicodeError:
        source.add((), "is not UTF-8 text")
    except yaml.MarkedYAMLError as error:
        source.add((), *misread(error))
    except yaml.YAMLError as error:
        source.add((), f"is not valid YAML: {str(error).splitlines()[0][:200]}")
    source.refuse()
    return source


def misread(error: yaml.MarkedYAMLError) -> tuple[str, int | None]:
    """What is wrong with the text and in which line; some releases of libyaml count depth."""
    mark = error.problem_mark or error.context_mark
    what = (error.problem or error.context or "cannot be read").strip()
    deep = "nesting depth" in what
    said = "is nested too deeply" if deep else f"is not valid YAML: {what}"
    return said, mark.line + 1 if mark else None


class _Composer:
    """Builds plain data from parser events, so that aliases and deep nests cost nothing."""

    def __init__(self, source: Source, events: Iterator[yaml.Event]) -> None:
        self.source = source
        self.events = events

    def compose(self) -> None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.source.add((), "is empty")
            return
        self.source.data = self._value(next(self.events), ())
        next(self.events)
        if not isinstance(event := next(self.events), yaml.StreamEndEvent):
            self.source.add((), "holds a second document", _line(event))

    def _value(self, event: yaml.Event, path: Path) -> Json:
        self.source.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            self._stop(event, path, "anchors and aliases (& and *) are not used here")
        if getattr(event, "tag", None) not in (None, "!"):
            self._stop(event, path, "tags (!) are not used here")
        if len(path) > MAX_DEPTH:
            self._stop(event, path[:3], "is nested too deeply")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path) -> list[Json]:
        items: list[Json] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Json]:
        found: dict[str, Json] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(event, path, "a key must be one word")
            key = str(getattr(event, "value", ""))[:80]
            if key in found:
                self.source.add((*path, key), "is given twice", _line(event))
            self.source.lines[*path, key] = _line(event)
            found[key] = self._value(next(self.events), (*path, key))
        return found

    def _stop(self, event: yaml.Event, path: Path, message: str) -> NoReturn:
        self.source.add(path, message, _line(event))
        raise ProfileError(tuple(self.source.findings))


def _scalar(event: yaml.ScalarEvent) -> Json:
    """Raise UnicodeError for half a surrogate pair, which no database takes."""
    text = str(getattr(event, "value", ""))
    text.encode()
    if not event.implicit[0]:
        return text.rstrip("\n") if event.style in BLOCK else text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _line_of(finding: str) -> int:
    return int(finding.split(": ", 1)[0].rsplit(":", 1)[1])
