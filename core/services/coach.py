"""Out of role: a question to a supervisor, in a channel of its own that is never graded.

The supervisor sees the public brief and what was said, nothing that is hidden and no score. Where
no model can be asked, rules look at the student's own last turns, and say that they are rules.
"""

import asyncio
from dataclasses import dataclass, replace

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, Said, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.profile import ClientProfile
from core.domain.reply import Block, Button, Note, Prose, Reply, Speech
from core.domain.session import Message, Role, Session
from core.domain.token import token
from core.errors import ModelError, Refusal, RefusalError
from core.language import _, gettext_noop
from core.ports import Model, Prompt
from core.prompts import supervisor
from core.prompts.supervisor import Brief, Consultation
from core.services import briefing
from core.services.house import House
from core.services.patience import InterruptedTurnError, Wait, patient
from core.simulation import demo
from core.simulation.hints import Hint, notice
from core.store import messages, sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

JOB = "coach"
SECONDS = 25.0
LONGEST = 1_200
LONGEST_QUESTION = 1_000
USUAL = gettext_noop("What should I notice?")
HINTS: dict[Hint, str] = {
    Hint.BEGIN: gettext_noop(
        "You have not said anything yet. A greeting and one open question are a good beginning."
    ),
    Hint.ABUSE: gettext_noop(
        "Your last words were hurtful. In a real conversation this is where an apology belongs."
    ),
    Hint.CONFRONT: gettext_noop(
        "Your last turn pushes. Pushing usually makes people defend themselves: you could say what "
        "you have understood instead."
    ),
    Hint.BARRAGE: gettext_noop(
        "You asked several questions at once. Which one matters most? Ask that one, and wait."
    ),
    Hint.ADVICE: gettext_noop(
        "You offered advice or information that was not asked for. You could ask first whether it "
        "is wanted, or what was tried already."
    ),
    Hint.REASSURE: gettext_noop(
        "You reassured quickly. Staying with the feeling a little longer often helps more."
    ),
    Hint.CLOSED: gettext_noop(
        "Your questions can be answered with yes or no. What would the same question be with how, "
        "what or tell me about?"
    ),
    Hint.NO_QUESTION: gettext_noop(
        "You have not asked for a while. What would you like to understand better?"
    ),
    Hint.NO_REFLECTION: gettext_noop(
        "You ask more than you give back. You could say in your own words what you have heard."
    ),
    Hint.NO_EMPATHY: gettext_noop(
        "The facts are there; the feeling has not been named yet. What may this be like?"
    ),
    Hint.GOES_WELL: gettext_noop(
        "Your last turns ask openly, give back what you heard and name feelings. Go on, and leave "
        "room for silence."
    ),
}


@dataclass(frozen=True, slots=True)
class Consulted:
    """An interview as the supervisor may see it."""

    session: Session
    profile: ClientProfile
    lines: tuple[Message, ...]
    question: str

    @property
    def said(self) -> list[str]:
        """The student's own turns."""
        return [one.text for one in self.lines if one.role is Role.STUDENT]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is answered; `source` says honestly where it comes from."""

    text: str
    source: str
    quote: str = ""


def own_running(tx: Transaction, student_id: str, session_id: str, lane: str) -> Session:
    """The named interview, the one of this place, or the only one that runs; RefusalError."""
    found = sessions.find(tx, session_id) if session_id else sessions.find_lane(tx, lane)
    found = found if found or session_id else one_that_runs(tx, student_id)
    if found is None or found.student_id != student_id:
        raise RefusalError(Refusal.NOT_FOUND if session_id else Refusal.NOT_IN_INTERVIEW)
    if not found.state.runs:
        raise RefusalError(Refusal.SESSION_OVER)
    if found.lane is None:
        raise RefusalError(Refusal.SESSION_STARTING)
    return found


def one_that_runs(tx: Transaction, student_id: str) -> Session | None:
    """The newest interview that has a place."""
    own = sessions.of_student(tx, student_id)
    return next((one for one in own if one.state.runs and one.lane), None)


def ask(session: Session, event: Event, question: str) -> Effects:
    """The question as if it had been typed in double brackets: one way for both."""
    text = " ".join(question.replace("))", ") )").split())[:LONGEST_QUESTION] or _(USUAL)
    place = Place.parse(session.place or session.origin)
    said = Said("", f"(({text}))")
    key = f"coach:{session.id}:{event.key}"[:200]
    lane = session.lane or event.lane_key
    return Effects(events=(Event(key, place, said, event.at, event.actor, lane=lane),))


def follow(session: Session, place: Place, because: Event, asides: tuple[str, ...]) -> Effects:
    """Have words out of role answered by the next turn of the same lane."""
    if not asides:
        return NOTHING
    question = "\n".join(asides)[:LONGEST_QUESTION]
    fired = Fired(JOB, {"session": session.id, "question": question})
    key = f"coach-answer:{session.id}:{because.key}"[:200]
    lane = session.lane or because.lane_key
    return Effects(events=(Event(key, place, fired, because.at, lane=lane),))


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Ask the supervisor outside any transaction; Pause and End come first as in every turn."""
    case = await database.read(lambda tx: load(tx, house, event), event.tenant)
    if case is None:
        return lambda _tx: NOTHING
    advice = await advise(database, house, case)
    return lambda tx: answer(tx, event, case, advice)


def load(tx: Transaction, house: House, event: Event) -> Consulted | None:
    """The interview, unless it is over by now."""
    payload = payload_of(event)
    session = sessions.find(tx, payload.get("session", ""))
    if session is None or not session.state.runs:
        return None
    profile = house.profile(tx, session.client_id)
    lines = messages.of_session(tx, session.id)
    return Consulted(session, profile, lines, payload.get("question", ""))


async def advise(database: Database, house: House, case: Consulted) -> Advice:
    """The model's word, or a rule's, each under its own name."""
    engine = case.session.engine
    model = None if engine == demo.ENGINE else house.voice(engine)
    if model is None:
        return by_rules(case, _("A hint from simple rules, no AI"))
    wait = Wait(database, house, case.session)
    try:
        text = await patient(wait, consult(model, case))
    except (ModelError, TimeoutError, InterruptedTurnError):
        return by_rules(case, _("The AI supervisor cannot answer now; this is from simple rules"))
    return Advice(text, _("AI supervisor"))


async def consult(model: Model, case: Consulted) -> str:
    """One call; ModelError or TimeoutError when it gives nothing."""
    async with asyncio.timeout(SECONDS):
        done = await model.answer(prompt_of(case))
    return done.text.strip()[:LONGEST]


def prompt_of(case: Consulted) -> Prompt:
    """What is sent: nothing of the profile but what its student has read."""
    profile, session = case.profile, case.session
    brief = Brief(profile.identity.name, profile.setting.agency, profile.brief, profile.objectives)
    names = {Role.STUDENT: "Student", Role.CLIENT: profile.identity.name}
    said = tuple((names[one.role], one.text) for one in case.lines if one.role in names)
    return Prompt(
        purpose="coach",
        system=supervisor.system_text(),
        turns=supervisor.turns(Consultation(brief, said, case.question)),
        max_tokens=supervisor.MAX_TOKENS,
        tenant=session.tenant,
        section=session.section_id,
        person=session.student_id,
        session=session.id,
    )


def by_rules(case: Consulted, source: str) -> Advice:
    """What the signals of the student's own turns say; nothing about the client."""
    noticed = notice(case.said, case.profile.language)
    return Advice(_(HINTS[noticed.hint]), source, noticed.quote)


def answer(tx: Transaction, event: Event, case: Consulted, advice: Advice) -> Effects:
    """Keep it in its own channel of the transcript and say it out of role."""
    session = sessions.find(tx, case.session.id)
    if session is None or not session.state.runs:
        return NOTHING
    seq = session.last_seq + 1
    text = f"{advice.text} “{advice.quote}”" if advice.quote else advice.text
    at_ms = max(event.at, tx.now_ms)
    messages.add(tx, session.id, [Message(seq, session.turns, Role.APP, text, at_ms)])
    sessions.save(tx, replace(session, last_seq=seq))
    return Effects((Draft(event.place, Post(shown(session, advice))),))


def shown(session: Session, advice: Advice) -> Reply:
    """The answer with where it comes from; a model's words are shown as somebody's words."""
    note = _("Out of role: noted in your transcript, not passed to the client, not graded.")
    blocks: list[Block] = [Speech(_("Supervisor"), advice.text, advice.source)]
    if advice.quote:
        blocks.append(Prose(_("You said: “{words}”").format(words=advice.quote)))
    again = Button(_("Another hint"), token("coach", session.id))
    return Reply((*blocks, Note(note)), (again, *briefing.controls(session)))
