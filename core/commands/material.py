"""What clients and rubrics have in common: named, put away, put back, deleted, as files.

A noun's own module says what it is called and declares these commands; here is what they do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from core.commands.spec import Answer, Call, Command, Option, Parameter
from core.domain.event import Value
from core.domain.policy import Action
from core.domain.reply import Button, Choice, Prose, Reply, say
from core.domain.token import token
from core.domain.upload import read_upload
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop
from core.services.materialfiles import ask
from core.services.materials import Kind
from core.store.materials import V

LONGEST_CHOICE = 75


@dataclass(frozen=True, slots=True)
class Noun(Generic[V]):
    """One noun of `/client …` and `/rubric …`: its name, where it stands, who is offered.

    `which` and `whose` are the words of the option that names any, or one of the caller's own.
    """

    name: str
    kind: Kind[V]
    offered: Callable[[Call, str], tuple[V, ...]]
    which: str
    whose: str

    @property
    def any(self) -> Option:
        """The option that names one of the caller's own or of the library."""
        return Option(self.which, complete=self._like, max_length=60)

    @property
    def own(self) -> Option:
        """The option that names one of the caller's own."""
        return Option(self.whose, complete=self._own_like, max_length=60)

    def _like(self, call: Call, typed: str) -> tuple[Choice, ...]:
        return choices(self.offered(call, typed.strip()))

    def _own_like(self, call: Call, typed: str) -> tuple[Choice, ...]:
        found = self.offered(call, typed.strip())
        return choices(tuple(one for one in found if one.owner_id is not None))

    def way(self, verb: str, label: str, version: V) -> Button:
        """A way on from a version."""
        return Button(label, token(f"{self.name} {verb}", version.id))

    def away(self, version: V) -> tuple[Button, Button]:
        """Out of the lists or back into them, and the end."""
        put = (
            ("archive", _("Archive")) if version.archived_at is None else ("restore", _("Put back"))
        )
        text = _("Delete {name} with all its versions? This cannot be undone.")
        confirm = text.format(name=version.name)
        target = token(f"{self.name} delete", version.id)
        return self.way(*put, version), Button(_("Delete"), target, "danger", confirm=confirm)

    def command(self, verb: str, about: str, do: Callable[[Call, str], Answer]) -> Command:
        """A command on one of the caller's own; its option is called as the noun is."""

        def run(call: Call, **values: Value) -> Answer:
            return do(call, str(values[self.name]))

        only = Parameter(self.name, self.own, required=True)
        name = f"{self.name} {verb}"
        return Command(name, about, Action.WRITE_MATERIAL, run, (only,), button=self.name)


def choices(versions: tuple[V, ...]) -> tuple[Choice, ...]:
    """What is typed for each, and what is read."""
    return tuple(Choice(one.slug, one.name[:LONGEST_CHOICE]) for one in versions)


def state_of(version: V) -> str:
    """Whose it is, and the how manieth."""
    whose = _("library") if version.owner_id is None else _("yours")
    return f"{whose}, {_('version {n}').format(n=version.version)}"


def archiving(noun: Noun[V], about: str) -> Command:
    """Assignments, interviews and grades that have it go on."""

    def archive(call: Call, ref: str) -> Answer:
        found = noun.kind.archive(call.tx, call.act, ref, call.now)
        text = _("{name} is archived: out of the lists, but assignments that have it go on.")
        undo = noun.way("restore", _("Undo"), found)
        return Answer(Reply((Prose(text.format(name=found.name)),), (undo,)))

    return noun.command("archive", about, archive)


def restoring(noun: Noun[V], about: str) -> Command:
    """The undo of archiving."""

    def restore(call: Call, ref: str) -> Answer:
        found = noun.kind.archive(call.tx, call.act, ref, None)
        text = _("{name} is back in your lists.").format(name=found.name)
        return Answer(Reply((Prose(text),), (noun.way("view", _("View"), found),)))

    return noun.command("restore", about, restore)


def deleting(noun: Noun[V], about: str) -> Command:
    """One that is in use is kept, and where is said."""

    def delete(call: Call, ref: str) -> Answer:
        found, used = noun.kind.remove(call.tx, call.act, ref)
        if not used:
            return Answer(say(_("{name} is deleted.").format(name=found.name)))
        text = _("{name} is used in: {where}. It stays; you can archive it instead.")
        said = text.format(name=found.name, where=", ".join(used))
        archive = Button(_("Archive"), token(f"{noun.name} archive", found.id), "primary")
        return Answer(Reply((Prose(said),), (archive,)))

    return noun.command("delete", about, delete)


def importing(noun: Noun[V], about: str, file: str, job: str) -> Command:
    """Read in the next turn."""

    def bring(call: Call, **values: Value) -> Answer:
        sent = str(values["file"])
        read_upload(sent)
        return Answer(say(_("Reading your file…")), ask(call.event, job, {"file": sent}))

    only = Parameter("file", Option(file, kind="file"), required=True)
    return Command(f"{noun.name} import", about, Action.WRITE_MATERIAL, bring, (only,))


def exporting(noun: Noun[V], about: str, formats: Mapping[str, str], job: str) -> Command:
    """The file follows privately; the first format is the usual one."""
    usual = next(iter(formats))

    def hand_out(call: Call, **values: Value) -> Answer:
        chosen = str(values.get("format") or usual)
        if chosen not in formats:
            raise RefusalError(Refusal.BAD_OPTION, option="format", wanted=", ".join(formats))
        version = noun.kind.find(call.tx, call.act, str(values[noun.name]))
        wanted = {noun.name: version.id, "format": chosen}
        return Answer(say(_("Making your file…")), ask(call.event, job, wanted))

    offered = tuple(Choice(key, name) for key, name in formats.items())
    words = gettext_noop("which format")
    chooses = Option(words, kind="select", choices=offered, max_length=10)
    parameters = (
        Parameter(noun.name, noun.any, required=True),
        Parameter("format", chooses, required=False),
    )
    name = f"{noun.name} export"
    return Command(name, about, Action.WRITE_MATERIAL, hand_out, parameters, button=noun.name)
