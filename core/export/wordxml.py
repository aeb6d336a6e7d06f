"""Paragraphs and tables of a DOCX as WordprocessingML text, made without a tree."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

QUIET_COLOUR = "5C6470"
QUIET_HALF_POINTS = 18


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set."""

    bold: bool = False
    quiet: bool = False
    rtl: bool = False


PLAIN = Look()
BOLD = Look(bold=True)
QUIET = Look(quiet=True)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands; space in twentieths of a point."""

    style: str = ""
    keep_next: bool = False
    rtl: bool = False
    before: int = 0
    after: int = 80


def run(text: str, look: Look = PLAIN) -> str:
    """A run; line ends and tabs become Word's own."""
    marks = [
        "<w:b/>" if look.bold else "",
        f'<w:color w:val="{QUIET_COLOUR}"/><w:sz w:val="{QUIET_HALF_POINTS}"/>'
        if look.quiet
        else "",
        "<w:rtl/>" if look.rtl else "",
    ]
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    for mark, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        words = words.replace(mark, f'</w:t>{element}<w:t xml:space="preserve">')
    return f"<w:r><w:rPr>{''.join(marks)}</w:rPr>{words}</w:r>"


def paragraph(runs: str, shape: Shape | None = None) -> str:
    """The parts of its properties stand in the order that the schema asks for."""
    how = shape or Shape()
    marks = [
        f'<w:pStyle w:val="{how.style}"/>' if how.style else "",
        "<w:keepNext/>" if how.keep_next else "",
        "<w:bidi/>" if how.rtl else "",
        "" if how.style else f'<w:spacing w:before="{how.before}" w:after="{how.after}"/>',
    ]
    return f"<w:p><w:pPr>{''.join(marks)}</w:pPr>{runs}</w:p>"


def heading(text: str, level: int) -> str:
    return paragraph(run(text), Shape(style=f"Heading{level}"))


def table(header: tuple[str, ...], cells: tuple[tuple[str, ...], ...]) -> str:
    """A grid whose first row is repeated on each page and read out as the header."""
    columns = "".join("<w:gridCol/>" for _ in header)
    rows = [_row(header, "<w:trPr><w:tblHeader/></w:trPr>", BOLD)]
    rows += [_row(row, "", PLAIN) for row in cells]
    style = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    grid = f"<w:tblGrid>{columns}</w:tblGrid>"
    return f"<w:tbl>{style}{grid}{''.join(rows)}</w:tbl>{paragraph('')}"


def _row(cells: tuple[str, ...], mark: str, look: Look) -> str:
    made = (f"<w:tc>{paragraph(run(cell, look), Shape(after=0))}</w:tc>" for cell in cells)
    return f"<w:tr>{mark}{''.join(made)}</w:tr>"
