"""/client import and export: YAML, JSON, character cards."""

from typing import Annotated

from core.commands.client import Client
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Choice, say
from core.domain.upload import read_upload
from core.errors import Refusal, RefusalError
from core.language import _
from core.library.clientfile import FORMATS
from core.services import clientfiles as service
from core.services import clients

NAMES = {"yaml": "YAML", "json": "JSON", "card": "Character card (JSON)"}
CHOICES = tuple(Choice(key, NAMES[key]) for key in FORMATS)


@command(
    "client import",
    "Bring a client from a file; it is a draft until you approve it",
    Action.WRITE_MATERIAL,
)
def client_import(
    call: Call, file: Annotated[str, Option("YAML, JSON or a character card", kind="file")]
) -> Answer:
    """Read in the next turn; instructions in the file are shown and used nowhere."""
    read_upload(file)
    return Answer(say(_("Reading your file…")), service.ask(call.event, service.IMPORT, file=file))


@command(
    "client export",
    "A client as a file, with everything that is locked",
    Action.WRITE_MATERIAL,
    Manner(button="client"),
)
def client_export(
    call: Call,
    client: Client,
    format: Annotated[  # noqa: A002 - the word that people type
        str, Option("which format", kind="select", choices=CHOICES, max_length=10)
    ] = "yaml",
) -> Answer:
    """The file follows privately."""
    if format not in FORMATS:
        raise RefusalError(Refusal.BAD_OPTION, option="format", wanted=", ".join(FORMATS))
    version = clients.find(call.tx, call.act, client)
    effects = service.ask(call.event, service.EXPORT, client=version.id, format=format)
    return Answer(say(_("Making your file…")), effects)
