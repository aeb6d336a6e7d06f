"""A transcript as a tagged PDF (PDF/UA-1), in any script that this machine has fonts for."""

from collections.abc import Iterator

from core.domain.jsonvalue import Json
from core.domain.reply import Block, Heading, Note, Prose, Rows, Speech, Table
from core.export.chart import describe, openness_svg
from core.export.cleaning import shown
from core.export.runs import breakable, flat, is_right_to_left
from core.export.transcript import Line, Transcript, clock, facts_of
from core.export.typeset import page

TEMPLATE = "transcript.typ"


def write(transcript: Transcript) -> bytes:
    """The file; runs up to a second for a long interview, so call it in a thread."""
    made_at = (transcript.end_ms or transcript.start_ms) // 1000
    return page(TEMPLATE, _record(transcript), made_at)


def _record(transcript: Transcript) -> dict[str, Json]:
    curve = transcript.curve
    return {
        "title": flat(transcript.title) or "Interview",
        "footer": flat(transcript.engine),
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
