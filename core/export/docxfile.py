"""A transcript as DOCX, for teachers who comment in a word processor."""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from core.domain.reply import Block, Heading, Note, Prose, Rows, Speech, Table
from core.export.chart import describe, openness_svg
from core.export.cleaning import one_line, shown
from core.export.pdf import is_right_to_left
from core.export.png import png_from_svg
from core.export.transcript import Line, Transcript, clock, facts_of

PICTURE_WIDTH = Inches(6.2)
PIXELS = 1350
QUIET = RGBColor(0x5C, 0x64, 0x70)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write(transcript: Transcript) -> bytes:
    """The file; takes a while for a long interview, so call it in a thread."""
    doc = Document()
    _set_properties(doc, transcript)
    doc.styles["Normal"].paragraph_format.space_after = Pt(4)
    doc.add_heading(one_line(transcript.title) or "Interview", level=1)
    for name, value in facts_of(transcript):
        _add_pair(doc, name, value)
    doc.add_heading("Transcript", level=2)
    for line in transcript.lines:
        _add_line(doc, transcript, line)
    for block in transcript.report:
        _add_block(doc, block)
    _add_picture(doc, transcript)
    _add_footer(doc, transcript)
    return _packed(doc)


def _set_properties(doc: Docx, transcript: Transcript) -> None:
    about = doc.core_properties
    at_ms = transcript.end_ms or transcript.start_ms
    at = datetime.fromtimestamp(at_ms // 1000, UTC)
    about.title = one_line(transcript.title)[:255]
    about.author = "Virtual Client"
    about.comments = ""
    about.created = about.modified = at


def _add_pair(doc: Docx, name: str, value: str) -> None:
    paragraph = doc.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(f"{one_line(name)}: ").bold = True
    paragraph.add_run(one_line(value))


def _add_line(doc: Docx, transcript: Transcript, line: Line) -> None:
    turn = f" · turn {line.turn}" if line.turn else ""
    mark = " · out of role" if line.is_out_of_role else ""
    about = f"  {clock(transcript, line.at_ms)}{turn}{mark}"
    _add_speech(doc, line.speaker, about, line.text)


def _add_speech(doc: Docx, speaker: str, about: str, text: str) -> None:
    """The speaker's line stays on the page of the words."""
    head = doc.add_paragraph()
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(8)
    head.paragraph_format.space_after = Pt(0)
    head.add_run(one_line(speaker)).bold = True
    _quieten(head.add_run(about))
    _add_words(doc, text)


def _quieten(run: Run) -> None:
    run.font.size = Pt(9)
    run.font.color.rgb = QUIET


def _add_words(doc: Docx, text: str) -> Paragraph:
    paragraph = doc.add_paragraph()
    run = paragraph.add_run(shown(text))
    if is_right_to_left(text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - python-docx offers no other way
        run.font.rtl = True
    return paragraph


def _add_block(doc: Docx, block: Block) -> None:
    match block:
        case Heading(text):
            doc.add_heading(one_line(text), level=2)
        case Prose(text):
            _add_words(doc, text)
        case Note(text):
            for run in _add_words(doc, text).runs:
                _quieten(run)
        case Speech(speaker, text, label):
            _add_speech(doc, speaker, f" ({one_line(label)})" if label else "", text)
        case Rows(rows):
            for row in rows:
                _add_pair(doc, row.name, str(row.value))
        case Table():
            _add_table(doc, block)


def _add_table(doc: Docx, block: Table) -> None:
    table = doc.add_table(rows=0, cols=len(block.header), style="Table Grid")
    for number, cells in enumerate((block.header, *block.cells)):
        row = table.add_row()
        for place, cell in zip(row.cells, cells, strict=True):
            place.paragraphs[0].add_run(one_line(cell)).bold = number == 0
        if number == 0:
            # A word processor repeats this row on each page and reads it out as the header.
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no other way


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
    paragraph = doc.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{one_line(transcript.engine)} · page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


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
