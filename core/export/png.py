"""SVG to PNG through the typesetter that makes the PDF files."""

from core.export.typeset import png_of

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg", width: float(sys.inputs.width) * 0.75pt)
"""
PPI = 96


def png_from_svg(svg: str, width: int = 900) -> bytes:
    """PNG of `width` pixels; takes some 50 ms, so call it in a thread."""
    return png_of(_PAGE, {"picture": svg, "width": str(width)}, PPI)
