"""The buttons and the line under a list in pages."""

from core.domain.paging import Paging
from core.domain.reply import Button, Note
from core.domain.token import token
from core.language import _


def turning(verb: str, which: str, paging: Paging) -> tuple[Button, ...]:
    """The way to the pages beside this one."""
    found = []
    if paging.number > 1:
        found.append(Button(_("Previous"), token(verb, f"{which}.{paging.number - 1}")))
    if paging.number < paging.pages:
        found.append(Button(_("Next"), token(verb, f"{which}.{paging.number + 1}")))
    return tuple(found)


def where(paging: Paging) -> Note:
    """Which page this is."""
    return Note(
        _("{total} in all, page {number} of {pages}").format(
            total=paging.total, number=paging.number, pages=paging.pages
        )
    )
