"""A transcript as DOCX, for teachers who comment in a word processor."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Inches

from core.domain.reply import Block, Heading, Note, Prose, Rows, Speech, Table
from core.export.chart import describe, openness_svg
from core.export.cleaning import one_line, shown
from core.export.pdf import is_right_to_left
from core.export.png import png_from_svg
from core.export.transcript import Line, Transcript, clock, facts_of
from core.export.wordxml import BOLD, QUIET, Look, Shape, body, heading, paragraph, run, table

PICTURE_WIDTH = Inches(6.2)
PIXELS = 1200
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
TIGHT = Shape(after=0)
HEAD = Shape(keep_next=True, before=160, after=0)


def write(transcript: Transcript) -> bytes:
    """The file; takes a while for a long interview, so call it in a thread."""
    doc = Document()
    _set_properties(doc, transcript)
    end = doc.element.body.sectPr
    for element in parse_xml(body(list(_parts(transcript)))):
        end.addprevious(element)
    _add_picture(doc, transcript)
    _add_footer(doc, transcript)
    return _packed(doc)


def _set_properties(doc: Docx, transcript: Transcript) -> None:
    about = doc.core_properties
    at_ms = transcript.end_ms or transcript.start_ms
    about.title = one_line(transcript.title)[:255]
    about.author = "Virtual Client"
    about.comments = ""
    about.created = about.modified = datetime.fromtimestamp(at_ms // 1000, UTC)


def _parts(transcript: Transcript) -> Iterator[str]:
    yield heading(one_line(transcript.title) or "Interview", 1)
    yield from (_pair(name, value) for name, value in facts_of(transcript))
    yield heading("Transcript", 2)
    yield from (_line(transcript, line) for line in transcript.lines)
    yield from (_block(block) for block in transcript.report)


def _pair(name: str, value: str) -> str:
    return paragraph(run(f"{one_line(name)}: ", BOLD) + run(one_line(value)), TIGHT)


def _line(transcript: Transcript, line: Line) -> str:
    turn = f" · turn {line.turn}" if line.turn else ""
    mark = " · out of role" if line.is_out_of_role else ""
    return _speech(line.speaker, f"  {clock(transcript, line.at_ms)}{turn}{mark}", line.text)


def _speech(speaker: str, about: str, text: str) -> str:
    """The speaker's line stays on the page of the words."""
    return paragraph(run(one_line(speaker), BOLD) + run(about, QUIET), HEAD) + _words(text)


def _words(text: str, *, quiet: bool = False) -> str:
    rtl = is_right_to_left(text)
    return paragraph(run(shown(text), Look(quiet=quiet, rtl=rtl)), Shape(rtl=rtl))


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return heading(one_line(text), 2)
        case Prose(text):
            return _words(text)
        case Note(text):
            return _words(text, quiet=True)
        case Speech(speaker, text, label):
            return _speech(speaker, f" ({one_line(label)})" if label else "", text)
        case Rows(rows):
            return "".join(_pair(row.name, str(row.value)) for row in rows)
        case Table(header, cells):
            return table(_flat(header), tuple(map(_flat, cells)))


def _flat(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_line(cell) for cell in cells)


def _add_picture(doc: Docx, transcript: Transcript) -> None:
    if transcript.curve is None:
        return
    words = one_line(describe(transcript.curve))
    doc.add_heading("The curve of openness", level=2)
    image = png_from_svg(openness_svg(transcript.curve), PIXELS)
    shape = doc.add_picture(io.BytesIO(image), width=PICTURE_WIDTH)
    shape._inline.docPr.set("descr", words)  # noqa: SLF001 - no other way to give the text
    doc.add_paragraph(words)


def _add_footer(doc: Docx, transcript: Transcript) -> None:
    found = doc.sections[0].footer.paragraphs[0]
    found.add_run(f"{one_line(transcript.engine)} · page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    found._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _packed(doc: Docx) -> bytes:
    """The package with one date in every entry: same transcript, same bytes."""
    made, packed = io.BytesIO(), io.BytesIO()
    doc.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
