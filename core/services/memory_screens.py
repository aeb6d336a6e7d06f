"""What a teacher reads of a client's memory: what was told, how it went, what happens next."""

from dataclasses import dataclass

from core.domain.profile import ClientProfile
from core.domain.remembered import Kept, MemoryEntry
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows
from core.domain.session import Role
from core.domain.token import token
from core.language import _, ngettext
from core.services.memories import read, tellable, with_events
from core.simulation.memory import Mark, Memory, due_events, memory_text, start_openness
from core.store import messages
from core.store.transaction import Transaction

MOST_MARKS = 5
LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Portrait:
    """One student's standing with one client; `bond` is what buttons carry."""

    student: str
    bond: str
    profile: ClientProfile
    kept: Kept


def screen(tx: Transaction, seen: Portrait) -> Reply:
    """Everything about one memory."""
    name, memory = seen.profile.identity.name, read(seen.kept)
    title = _("What {client} remembers of {student}").format(client=name, student=seen.student)
    blocks: list[Block] = [Heading(title)]
    if memory is None:
        blocks.append(Prose(_("Nothing so far: the next interview is a first meeting.")))
    else:
        blocks += remembered(tx, seen, memory)
    blocks += upcoming(seen, memory)
    return Reply(tuple(blocks), buttons(seen, memory))


def remembered(tx: Transaction, seen: Portrait, memory: Memory) -> list[Block]:
    """What comes from interviews that are over."""
    told = titles(seen.profile, memory.open)
    quoted = [quote(tx, seen, mark) for mark in memory.agreements[-MOST_MARKS:]]
    hurt = [rupture(mark, memory) for mark in memory.ruptures[-MOST_MARKS:]]
    nothing = _("nothing")
    rows = (
        Row(_("Interviews"), str(memory.sessions)),
        Row(_("Told so far"), "; ".join(told) or nothing),
        Row(_("Agreed"), "\n".join(quoted) or nothing),
        Row(_("Ruptures"), "\n".join(hurt) or nothing),
        Row(_("Readiness to change"), memory.stage.value),
    )
    return [Rows(rows)]


def titles(profile: ClientProfile, ids: tuple[str, ...]) -> list[str]:
    """What the facts are called; a later version may have lost one."""
    return [fact.title for one in ids if (fact := profile.find_fact(one))]


def quote(tx: Transaction, seen: Portrait, mark: Mark) -> str:
    """The client's own words in a turn of agreement."""
    session, turn = mark
    ids = seen.kept.sessions
    lines = messages.of_session(tx, ids[session - 1]) if session <= len(ids) else ()
    said = [one.text for one in lines if (one.turn, one.role) == (turn, Role.CLIENT)]
    words = " ".join(said)[:LONGEST_QUOTE]
    return f"{where(mark)}: “{words}”" if words else where(mark)


def where(mark: Mark) -> str:
    """A turn of an interview in words."""
    return _("interview {session}, turn {turn}").format(session=mark[0], turn=mark[1])


def rupture(mark: Mark, memory: Memory) -> str:
    """Where the student hurt the client, and whether it was put right."""
    ended = _("put right") if mark in memory.repairs else _("not put right")
    return f"{where(mark)}: {ended}"


def upcoming(seen: Portrait, memory: Memory | None) -> list[Block]:
    """How the next interview begins."""
    told = tellable(seen.profile, memory, seen.kept)
    eventful = with_events(seen.profile, memory, told)
    openness = start_openness(eventful, memory)
    rows = [Row(_("Openness at the next start"), f"{openness / 10:.0f} %")]
    rows += [Row(_("Happens before it"), one.text) for one in due_events(seen.profile, memory)]
    rows += [Row(_("Happens before it (by you)"), shifted(one)) for one in told]
    held = [one for one in seen.kept.waiting if one not in told]
    rows += [Row(_("Waits, because it gives a hidden fact away"), one.text) for one in held]
    text = memory_text(eventful, memory)
    note = _("The AI client is told at the start: {text}").format(text=text)
    return [Rows(tuple(rows)), *([Note(note)] if text else [])]


def shifted(entry: MemoryEntry) -> str:
    """An event with what it does to openness."""
    return f"{entry.text} ({entry.shift / 10:+.0f} %)" if entry.shift else entry.text


def buttons(seen: Portrait, memory: Memory | None) -> tuple[Button, ...]:
    """Forgetting asks first; what waits can be taken back."""
    found = [
        Button(_("Take back: {text}").format(text=one.text[:30]), token("memory withdraw", one.id))
        for one in seen.kept.waiting[:MOST_MARKS]
    ]
    if memory is not None:
        sure = ngettext(
            "Forget {n} interview? The next one is a first meeting.",
            "Forget {n} interviews? The next one is a first meeting.",
            memory.sessions,
        ).format(n=memory.sessions)
        found.append(Button(_("Forget"), token("memory forget", seen.bond), "danger", sure))
    elif seen.kept.before_reset is not None:
        found.append(Button(_("Remember again"), token("memory undo", seen.bond)))
    return tuple(found)
