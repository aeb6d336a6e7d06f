"""The Actor: a prompt from what may be known, an answer from the model, the guard's word on it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.profile import ClientProfile
from core.domain.session import Message, Role, Session
from core.errors import CoreError, ModelError, ModelFault
from core.ports import Model, Prompt
from core.prompts.client import (
    CORRECTION,
    RENDERERS,
    Exchange,
    History,
    rules_text,
    view_of,
)
from core.prompts.notes import NoteOrder, note_text, templates
from core.simulation.decision import Decision
from core.simulation.director import Step
from core.simulation.guard import Frame, failed_checks

MAX_TOKENS = 500
TURN_SECONDS = 60.0


class OutOfRoleError(CoreError):
    """The model fell out of its role twice; `checks` are names, never the words."""

    def __init__(self, checks: tuple[str, ...]) -> None:
        super().__init__(", ".join(checks))
        self.checks = checks


@dataclass(frozen=True, slots=True)
class Past:
    """An interview as stored: its lines in order and the notes that the model was sent."""

    lines: tuple[Message, ...]
    notes: dict[int, str]

    def by_turn(self) -> dict[tuple[int, Role], str]:
        """Everything that one side said in a turn."""
        found: dict[tuple[int, Role], str] = {}
        for line in self.lines:
            key = (line.turn, line.role)
            found[key] = f"{found[key]}\n{line.text}" if key in found else line.text
        return found


@dataclass(frozen=True, slots=True)
class Cue:
    """One turn to be played: who, what was before, what the student says, what the Director did."""

    session: Session
    profile: ClientProfile
    past: Past
    words: str
    step: Step


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the client says, with the note that led to it."""

    text: str
    note: str = ""


async def speak(model: Model, cue: Cue) -> Spoken:
    """Ask once, and once more when the draft is out of role; ModelError or OutOfRoleError."""
    prompt, frame = prompt_of(cue), frame_of(cue)
    try:
        async with asyncio.timeout(TURN_SECONDS):
            draft = await model.answer(prompt)
            if failed_checks(draft.text, frame):
                draft = await model.answer(
                    replace(prompt, purpose="rewrite", correction=CORRECTION)
                )
    except TimeoutError:
        raise ModelError(ModelFault.TIMEOUT, "the turn took too long") from None
    failed = failed_checks(draft.text, frame)
    if failed:
        raise OutOfRoleError(failed)
    return Spoken(draft.text.strip(), prompt.turns[-1].note)


def prompt_of(cue: Cue) -> Prompt:
    """The request for one turn; a byte prefix of the next one's."""
    session = cue.session
    render = RENDERERS[session.renderer]
    return Prompt(
        purpose="client",
        system=render.system(view_of(cue.profile)),
        turns=render.turns(history_of(cue)),
        max_tokens=MAX_TOKENS,
        tenant=session.tenant,
        section=session.section_id,
        person=session.student_id,
        session=session.id,
    )


def history_of(cue: Cue) -> History:
    """The stored turns as they were sent, and the new one."""
    told = cue.past.by_turn()
    exchanges = [
        Exchange(
            told.get((turn, Role.STUDENT), ""),
            cue.past.notes.get(turn, ""),
            told.get((turn, Role.CLIENT), ""),
        )
        for turn in range(1, cue.session.turns + 1)
    ]
    return History(
        opening=told.get((0, Role.CLIENT), ""),
        turns=tuple(exchanges),
        said=cue.words,
        note=note_of(cue.profile, cue.step.decision),
        memory=cue.session.memory,
    )


def note_of(profile: ClientProfile, decision: Decision) -> str:
    """The Director's decision in words, or nothing when nothing changed."""
    if not decision.note_due:
        return ""
    order = NoteOrder(
        action=decision.action.value,
        band=decision.band.value,
        name=profile.identity.name,
        resistance=profile.resistance.style,
        granted=decision.granted,
        word=decision.word,
        denial=decision.denial,
    )
    return note_text(order)


def frame_of(cue: Cue) -> Frame:
    """What the guard holds a draft against."""
    said = [line.text for line in cue.past.lines if line.role is Role.STUDENT]
    return Frame(
        profile=cue.profile,
        opened=cue.step.state.open,
        heard="\n".join((*said, cue.words)),
        told=last_replies(cue.past.lines),
        plan=(rules_text(view_of(cue.profile)), *templates()),
    )


def last_replies(lines: Sequence[Message]) -> tuple[str, ...]:
    """The client's latest lines, oldest first."""
    return tuple(line.text for line in lines if line.role is Role.CLIENT)[-6:]
