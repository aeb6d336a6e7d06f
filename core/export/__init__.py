"""Files from transcripts: one neutral value, one module per format, writers loaded when used."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from core.export.duedate import DueDate
from core.export.transcript import Transcript, cleaned, file_name

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Writer = Callable[[Transcript], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its home; `writer` names the function in `module`."""

    name: str
    suffix: str
    media_type: str
    module: str
    writer: str = "write"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    name: str
    media_type: str
    data: bytes


FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", "pdf", "application/pdf", "core.export.pdf"),
    "docx": Format("DOCX", "docx", DOCX, "core.export.docxfile"),
    "markdown": Format("Markdown", "md", "text/markdown; charset=utf-8", "core.export.markdown"),
    "json": Format("JSON", "json", "application/json", "core.export.jsonfile"),
    "csv": Format(
        "CSV for spreadsheets",
        "csv",
        "text/csv; charset=utf-8",
        "core.export.csvfile",
        "write_people",
    ),
    "csv-raw": Format(
        "CSV for machines",
        "raw.csv",
        "text/csv; charset=utf-8",
        "core.export.csvfile",
        "write_machine",
    ),
}


def export(transcript: Transcript, name: str) -> ExportedFile:
    """The file in the format FORMATS calls `name` (KeyError for another); text cleaned once."""
    return export_clean(cleaned(transcript), name)


def export_clean(transcript: Transcript, name: str) -> ExportedFile:
    """The same for a transcript that is cleaned already."""
    found = FORMATS[name]
    # Typesetting libraries are large: a process that exports nothing never loads them.
    write = cast("Writer", getattr(importlib.import_module(found.module), found.writer))
    return ExportedFile(file_name(transcript, found.suffix), found.media_type, write(transcript))


def calendar(dates: tuple[DueDate, ...], made_at: datetime) -> ExportedFile:
    """Due dates as a calendar file."""
    module = importlib.import_module("core.export.calendarfile")
    data = cast("bytes", module.calendar(dates, made_at))
    return ExportedFile("due-dates.ics", "text/calendar; charset=utf-8", data)


def missing_scripts() -> tuple[str, ...]:
    """Scripts that this machine has no font for, by name."""
    module = importlib.import_module("core.export.typeset")
    return cast("tuple[str, ...]", module.missing_scripts())


def picture(svg: str) -> bytes:
    """An SVG of ours as PNG; takes some 50 ms and a large library, so call it in a thread."""
    module = importlib.import_module("core.export.png")
    return cast("bytes", module.png_from_svg(svg))
