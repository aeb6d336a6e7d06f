"""/client import and export: YAML, JSON, character cards."""

from core.commands.client import CLIENT
from core.commands.material import exporting, importing
from core.language import gettext_noop
from core.services import clientfiles as service

NAMES = {"yaml": "YAML", "json": "JSON", "card": "Character card (JSON)"}

client_import = importing(
    CLIENT,
    gettext_noop("Bring a client from a file; it is a draft until you approve it"),
    gettext_noop("YAML, JSON or a character card"),
    service.IMPORT,
)
client_export = exporting(
    CLIENT,
    gettext_noop("A client as a file, with everything that is locked"),
    NAMES,
    service.EXPORT,
)
