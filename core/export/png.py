"""SVG to PNG through the typesetter that makes the PDF files."""

import typst

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg", width: float(sys.inputs.width) * 0.75pt)
"""
PPI = 96


def png_from_svg(svg: str, width: int = 900) -> bytes:
    """PNG of `width` pixels; runs some 50 ms, so call it in a thread."""
    made = typst.compile(
        _PAGE,
        format="png",
        ppi=float(PPI),
        sys_inputs={"picture": svg, "width": str(width)},
    )
    if not isinstance(made, bytes):
        raise TypeError("the picture has more than one page")
    return made
