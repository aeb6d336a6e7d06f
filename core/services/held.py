"""Turns that could not be answered yet: the words are kept, the reason is said, it goes on later.

The student's lines are committed at once as the turn after the last finished one. So the lane is
free: Pause and End work while the model is down, and what is typed meanwhile joins the same turn.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import Event, Fired
from core.domain.outgoing import Draft, Edit, Post
from core.domain.place import Place
from core.domain.reply import Block, Button, Note, Reply, Row, Rows
from core.domain.session import Session
from core.domain.token import token
from core.errors import ModelError, ModelFault
from core.language import _, gettext_noop
from core.services import briefing
from core.services.house import House
from core.store import alerts, outbox
from core.store.transaction import Transaction

JOB = "answer"
INTERRUPTED = "interrupted"
RATE = "rate"
OUT_OF_ROLE = "out_of_role"
PAUSES = (15.0, 30.0, 60.0, 120.0)
LONG_PAUSE = 300.0
AN_HOUR = 3_600_000
OPERATORS = frozenset({ModelFault.AUTH, ModelFault.BILLING, ModelFault.BAD_REQUEST})


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a turn got no answer: `reason` is a key of SENTENCES, `after` seconds until a retry."""

    reason: str
    after: float | None = None
    detail: str = ""

    @property
    def final(self) -> bool:
        """Whether the words are set aside instead of waiting."""
        return self.reason in {ModelFault.REFUSAL, ModelFault.TOO_LONG}


# Which of the scheduled tries it is; None when a person asked for it.
Tried = int | None
SENTENCES: dict[str, str] = {
    "waiting": gettext_noop(
        "The client cannot answer just now. Your message is kept; "
        "nothing is lost and no attempt is used."
    ),
    "paused": gettext_noop(
        "Practice with the AI client is paused. The people who run it "
        "have been told. Your message is kept; nothing is lost and no "
        "attempt is used."
    ),
    "stopped": gettext_noop(
        "An administrator has paused the AI clients of this workspace. "
        "Your message is kept and is answered when they go on; nothing "
        "is lost and no attempt is used."
    ),
    "limit": gettext_noop(
        "A limit for today is reached, so the client cannot answer "
        "just now. Your message is kept; nothing is lost and no "
        "attempt is used."
    ),
    RATE: gettext_noop("That was quick. Your message is kept and goes to the client in a moment."),
    "gone": gettext_noop(
        "The AI model that this interview began with is not set up "
        "here now. Your message is kept; your teacher can ask the "
        "people who run it."
    ),
    OUT_OF_ROLE: gettext_noop(
        "The answer that came was not the client speaking, so it is "
        "not shown. Your message is kept and this turn does not count "
        "yet."
    ),
    ModelFault.REFUSAL: gettext_noop(
        "The AI model declined to answer that. Your message is kept "
        "out of role and does not count. You can say it in other "
        "words, or go on with something else."
    ),
    ModelFault.TOO_LONG: gettext_noop(
        "This interview has become longer than the AI model can take "
        "in. Your last message is kept out of role. Please end the "
        "interview; your report covers all of it."
    ),
}


def trouble_of(error: ModelError, number: int) -> Trouble:
    """What a failed call means for the turn."""
    fault, after = error.fault, error.retry_after
    if fault in {ModelFault.REFUSAL, ModelFault.TOO_LONG}:
        return Trouble(fault)
    if fault is ModelFault.STOPPED:
        return Trouble("stopped", LONG_PAUSE)
    if fault in OPERATORS:
        return Trouble("paused", LONG_PAUSE, fault.value)
    usual = PAUSES[number] if number < len(PAUSES) else LONG_PAUSE
    reason = "limit" if fault is ModelFault.BUDGET else "waiting"
    return Trouble(reason, max(1.0, after if after is not None else usual))


def notice(session: Session, trouble: Trouble, house: House) -> Reply:
    """What the student reads, out of role."""
    blocks: list[Block] = [Note(_(SENTENCES[trouble.reason]))]
    if trouble.after is not None:
        at = house.clock.now() + timedelta(seconds=trouble.after)
        blocks.append(Rows((Row(_("Next try"), at),)))
    if trouble.final:
        return Reply(tuple(blocks), briefing.controls(session))
    label = _("Try again") if trouble.after is None else _("Try now")
    if trouble.reason == RATE:
        label = _("Send again")
    again = Button(label, token("again", session.id), "primary")
    return Reply(tuple(blocks), (again, *briefing.controls(session)))


@dataclass(frozen=True, slots=True)
class Held:
    """Words that wait: the session, and the number of the first of their lines."""

    session: Session
    seq: int

    @property
    def place(self) -> Place:
        """Where the interview is."""
        return Place.parse(self.session.place or self.session.origin)

    @property
    def key(self) -> str:
        """The outbox key of the one notice about these words."""
        name = f"held:{self.session.tenant}:{self.session.id}:{self.seq}"
        return hashlib.blake2b(name.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Case:
    """Why words wait, which try it was, and whether others wait already."""

    trouble: Trouble
    tried: Tried = 0
    more: bool = False


def effects(tx: Transaction, house: House, kept: Held, case: Case) -> Effects:
    """Say it (once; later only the time changes) and plan the next try."""
    trouble = case.trouble
    if trouble.reason == INTERRUPTED:
        return Effects(events=(after_command(tx, kept, case.tried),))
    if trouble.reason == RATE and case.more:
        return NOTHING
    said = Effects((draft_of(tx, kept, notice(kept.session, trouble, house), case),))
    tell_operator(tx, kept, trouble)
    if trouble.after is None or case.tried is None:
        return said
    run_at = tx.now_ms + int(trouble.after * 1000)
    return said + Effects(jobs=(next_try(kept, case.tried + 1, run_at),))


def tell_operator(tx: Transaction, kept: Held, trouble: Trouble) -> None:
    """Names of checks and faults, never words; the same fault once an hour."""
    if trouble.reason == OUT_OF_ROLE:
        text = f"two drafts in a row were out of role: {trouble.detail}"
        alerts.raise_once(tx, "guard", kept.key, text)
    elif trouble.detail:
        text = f"the model cannot be used ({trouble.detail}): interviews wait"
        alerts.raise_once(tx, "model", f"{trouble.detail}:{tx.now_ms // AN_HOUR}", text)


def draft_of(tx: Transaction, kept: Held, reply: Reply, case: Case) -> Draft:
    """New words get a new notice; another try changes the one that is there."""
    if case.tried == 0:
        return Draft(kept.place, Post(reply), "" if case.more else kept.key)
    if outbox.sent_id(tx, kept.key):
        return Draft(kept.place, Edit(kept.key, reply))
    return Draft(kept.place, Post(reply))


def next_try(kept: Held, number: int, run_at: int) -> JobDraft:
    """The same words again, as a turn of the session's own lane; stale once they are answered."""
    key = f"{kept.key}:{kept.session.last_seq}:{number}"
    return JobDraft(JOB, key, run_at, answer_event(kept, key, run_at, number))


def answer_event(kept: Held, key: str, at_ms: int, number: Tried) -> Event:
    """One more try, with its number when it is a scheduled one."""
    payload = {"session": kept.session.id, "seq": str(kept.seq)}
    if number is not None:
        payload["try"] = str(number)
    lane = kept.session.lane or ""
    return Event(f"answer:{key}", kept.place, Fired(JOB, payload), at_ms, lane=lane)


def after_command(tx: Transaction, kept: Held, tried: Tried) -> Event:
    """The turn goes on behind the command that came first."""
    key = f"{kept.key}:{kept.session.last_seq}:after:{tx.now_ms}"
    return answer_event(kept, key, tx.now_ms, tried)


def settled(tx: Transaction, kept: Held) -> Effects:
    """The notice of a held turn loses its buttons: the answer stands below."""
    if not outbox.sent_id(tx, kept.key):
        return NOTHING
    reply = Reply((Note(_("The client could answer again; nothing was lost.")),))
    return Effects((Draft(kept.place, Edit(kept.key, reply)),))


def wish(session: Session, key: str, at_ms: int) -> Effects:
    """A person asks for another try now."""
    if session.lane is None:
        return NOTHING
    place = Place.parse(session.place or session.origin)
    fired = Fired(JOB, {"session": session.id})
    return Effects(
        events=(Event(f"answer:{session.id}:{key}", place, fired, at_ms, lane=session.lane),)
    )
