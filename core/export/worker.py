"""The other end of the press: a process that makes one file after the other until nobody asks."""

import json
import os
import sys
from collections.abc import Callable
from typing import BinaryIO, cast

from core.domain.datashape import from_data
from core.domain.jsonvalue import Json
from core.export import ExportedFile, export_clean, picture
from core.export.transcript import Transcript, cleaned
from core.export.typeset import forget, page

LOWEST_PRIORITY = 19


def main() -> None:
    """A line of JSON in; a line of JSON and the bytes out. What goes wrong ends the process."""
    # What somebody prints must not stand between the answers.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    if hasattr(os, "nice"):
        os.nice(LOWEST_PRIORITY)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        answer(answers, WORKS[asked["work"]](asked["data"]))
        forget()


def answer(out: BinaryIO, made: tuple[ExportedFile, ...]) -> None:
    """The names and lengths first."""
    heads = [(one.name, one.media_type, len(one.data)) for one in made]
    out.write(json.dumps(heads).encode() + b"\n")
    out.writelines(one.data for one in made)
    out.flush()


def transcript_files(data: dict[str, Json]) -> tuple[ExportedFile, ...]:
    """One transcript in each of the formats, its text cleaned once."""
    transcript = cleaned(from_data(Transcript, data["transcript"]))
    names = cast("list[str]", data["formats"])
    return tuple(export_clean(transcript, name) for name in names)


def picture_file(data: dict[str, Json]) -> tuple[ExportedFile, ...]:
    """An SVG of ours as PNG."""
    return (ExportedFile("picture.png", "image/png", picture(str(data["svg"]))),)


def page_file(data: dict[str, Json]) -> tuple[ExportedFile, ...]:
    """A template of ours as PDF."""
    record = cast("dict[str, Json]", data["record"])
    made = page(str(data["template"]), record, cast("int", data["made_at"]))
    return (ExportedFile("page.pdf", "application/pdf", made),)


WORKS: dict[str, Callable[[dict[str, Json]], tuple[ExportedFile, ...]]] = {
    "transcript": transcript_files,
    "picture": picture_file,
    "page": page_file,
}
