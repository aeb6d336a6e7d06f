"""A transcript as a tagged PDF (PDF/UA-1), in any script that this machine has fonts for."""

import re
import unicodedata
from collections.abc import Iterator

from core.domain.jsonvalue import Json
from core.domain.reply import Block, Heading, Note, Prose, Rows, Speech, Table
from core.export.chart import describe, openness_svg
from core.export.cleaning import one_line, shown
from core.export.transcript import Line, Transcript, clock, facts_of
from core.export.typeset import NotAccessibleError, families, pdf_of

TEMPLATE = "transcript.typ"
RUN = 40
NO_GLYPH = (
    "Some characters of this interview have no font on the computer that made this file and "
    "show as boxes. The JSON file holds them all."
)
NOT_ACCESSIBLE = "This file is tagged but does not hold to PDF/UA-1 in every point."
BREAK = "\u200b"
_WIDE = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_RUN = re.compile(rf"[^\s{_WIDE}]{{{RUN},}}")
_JOINING = ("Mn", "Me", "Mc", "Cf", "Sk")


def write(transcript: Transcript) -> bytes:
    """The file; runs up to a second for a long interview, so call it in a thread."""
    record = _record(transcript)
    made_at = (transcript.end_ms or transcript.start_ms) // 1000
    try:
        return pdf_of(TEMPLATE, record, made_at, accessible=True)
    except NotAccessibleError as error:
        note = NO_GLYPH if error.lacks_glyphs else NOT_ACCESSIBLE
        return pdf_of(TEMPLATE, {**record, "note": note}, made_at, accessible=False)


def _record(transcript: Transcript) -> dict[str, Json]:
    curve = transcript.curve
    return {
        "title": flat(transcript.title) or "Interview",
        "footer": flat(transcript.engine),
        "fonts": list(families()),
        "note": "",
        "facts": [[name, flat(value)] for name, value in facts_of(transcript)],
        "lines": [_line(transcript, line) for line in transcript.lines],
        "report": [part for block in transcript.report for part in _parts(block)],
        "picture": openness_svg(curve) if curve else "",
        "described": flat(describe(curve)) if curve else "",
    }


def _line(transcript: Transcript, line: Line) -> Json:
    turn = f" · turn {line.turn}" if line.turn else ""
    mark = " · out of role" if line.is_out_of_role else ""
    about = f"{clock(transcript, line.at_ms)}{turn}{mark}"
    return {"speaker": flat(line.speaker), "about": about, **_words(line.text)}


def _parts(block: Block) -> Iterator[Json]:
    match block:
        case Heading(text):
            yield {"kind": "heading", "text": flat(text)}
        case Prose(text):
            yield {"kind": "text", **_words(text)}
        case Note(text):
            yield {"kind": "note", **_words(text)}
        case Speech(speaker, text, label):
            who = flat(f"{speaker} ({label})" if label else speaker)
            yield {"kind": "speech", "speaker": who, **_words(text)}
        case Rows(rows):
            pairs: list[Json] = [[flat(row.name), flat(str(row.value))] for row in rows]
            yield {"kind": "rows", "rows": pairs}
        case Table(header, cells):
            yield {"kind": "table", "header": _flat_all(header), "cells": [*map(_flat_all, cells)]}


def _flat_all(cells: tuple[str, ...]) -> list[Json]:
    return [flat(cell) for cell in cells]


def _words(text: str) -> dict[str, Json]:
    bare = shown(text)
    lines: list[Json] = [breakable(line.replace("\t", "    ")) for line in bare.split("\n")]
    return {"lines": lines, "rtl": is_right_to_left(bare)}


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
