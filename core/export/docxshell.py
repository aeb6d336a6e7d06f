"""A DOCX package without its words: made by python-docx once, and filled anew for each file."""

import base64
import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches

DOCUMENT, ABOUT = "word/document.xml", "docProps/core.xml"
FOOTER, PICTURE = "word/footer1.xml", "word/media/image1.png"
VARYING = (DOCUMENT, ABOUT, FOOTER, PICTURE)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
PICTURE_WIDTH = Inches(6.2)
# Where the words go; the picture stands as high as it is wide until its own height is known.
BODY, TITLE, ENGINE, DESCRIBED = "{{body}}", "{{title}}", "{{engine}}", "{{described}}"
HEIGHT = f'cy="{int(PICTURE_WIDTH)}"'
NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)
_MARK = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"
_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True, slots=True)
class Shell:
    """`fixed` is a ZIP of what never changes; the rest are texts with marks, and the picture."""

    fixed: bytes
    head: str
    drawing: str
    tail: str
    about: str
    footer: str
    dot: bytes = _DOT


@cache
def shell() -> Shell:
    """Takes 50 ms, once: most of a small file is styles that are the same in all."""
    doc = Document()
    about = doc.core_properties
    about.title, about.author, about.comments = TITLE, "Virtual Client", ""
    about.created = about.modified = NO_DATE
    doc.add_paragraph(BODY)
    picture = doc.add_picture(io.BytesIO(_DOT), width=PICTURE_WIDTH)
    picture._inline.docPr.set("descr", DESCRIBED)  # noqa: SLF001 - no other way to give the text
    _add_footer(doc)
    made = io.BytesIO()
    doc.save(made)
    with zipfile.ZipFile(made) as package:
        texts = {name: package.read(name).decode() for name in VARYING if name != PICTURE}
        fixed = _fixed(package)
    head, _mark, rest = texts[DOCUMENT].partition(_MARK)
    drawing, section, tail = rest.partition("<w:sectPr")
    return Shell(fixed, head, drawing, section + tail, texts[ABOUT], texts[FOOTER])


def _add_footer(doc: Docx) -> None:
    found = doc.sections[0].footer.paragraphs[0]
    found.add_run(f"{ENGINE} · page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    found._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _fixed(package: zipfile.ZipFile) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in package.namelist():
            if name not in VARYING:
                put(target, name, package.read(name))
    return made.getvalue()


def put(target: zipfile.ZipFile, name: str, data: bytes) -> None:
    """With one date in every entry: same transcript, same bytes."""
    entry = zipfile.ZipInfo(name, ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    target.writestr(entry, data)
