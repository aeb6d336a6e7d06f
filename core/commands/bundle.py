"""/bundle: all interviews of a class as files; to its teacher alone, and audited."""

from typing import Annotated

from core.commands.review import assignments_here
from core.commands.spec import Answer, Call, Option, command
from core.domain.policy import Action
from core.domain.reply import say
from core.domain.teaching import Section
from core.errors import Refusal, RefusalError
from core.export import FORMATS
from core.language import _
from core.services import assignments as works
from core.services import bundles, grants


@command("bundle", "Every interview of your class as ZIP files", Action.EXPORT_CLASS)
def bundle(
    call: Call,
    assignment: Annotated[
        str | None, Option("of one assignment only", complete=assignments_here, max_length=100)
    ] = None,
    formats: Annotated[str, Option("such as pdf, json or csv", max_length=60)] = "pdf json csv",
) -> Answer:
    """The parts follow privately, each with how far it is."""
    section = grants.section_for(call.tx, call.section, Action.EXPORT_CLASS, call.act)
    grants.check_section(call.tx, Action.EXPORT_CLASS, section.id, call.act)
    chosen = chosen_formats(formats)
    effects = bundles.ask(call.tx, call.act, section, work_of(call, section, assignment), chosen)
    return Answer(say(_("Making the files. Each part comes to you here as it is done.")), effects)


def work_of(call: Call, section: Section, named: str | None) -> str:
    """The id of this class's work of that id or title; empty for all of it."""
    if not named:
        return ""
    work = works.load(call.tx, call.act, named, Action.EXPORT_CLASS).assignment
    if work.section_id != section.id:
        raise RefusalError(Refusal.NOT_FOUND)
    return work.id


def chosen_formats(typed: str) -> str:
    """Known names, each once; RefusalError names them all otherwise."""
    wanted = typed.replace(",", " ").split()
    if not wanted or set(wanted) - FORMATS.keys():
        raise RefusalError(Refusal.BAD_OPTION, option="formats", wanted=", ".join(FORMATS))
    return " ".join(dict.fromkeys(wanted))
