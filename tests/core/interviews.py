"""Whole interviews for tests: a student's lines, the Director and the scripted client."""

import random

from core.domain.profile import ClientProfile
from core.domain.session import Message, Role
from core.simulation.demo import opening, realise
from core.simulation.director import start, take_turn
from core.simulation.trace import trace_to_json

BEGAN_MS = 1_790_000_000_000
Played = tuple[tuple[Message, ...], tuple[str, ...]]
LINES = (
    "What brings you here today?",
    "Tell me more about your {topic}.",
    "That sounds really hard.",
    "It sounds like {topic} has been on your mind, and you feel alone with it.",
    "Do you sleep? Do you work? Do you drink?",
    "You should just stop that.",
    "Don't worry, it'll be fine.",
    "Would it be okay if I asked about {topic}?",
    "Are you thinking about suicide?",
    "You're not thinking of suicide, are you?",
    "I'm sorry, that came out wrong.",
    "Okay.",
    "Have you thought about {topic}?",
    "Thank you for telling me, it took courage.",
    "I think you could make an appointment, because studies show that it helps people.",
)


def play(profile: ClientProfile, said: tuple[str, ...], seed: int = 7) -> Played:
    """Transcript and trace rows; twenty seconds for the student, two for the client."""
    state = start(profile, seed)
    lines = [Message(1, 0, Role.CLIENT, opening(profile, seed).text, BEGAN_MS)]
    traces: list[str] = []
    for turn, text in enumerate(said, start=1):
        step = take_turn(profile, state, text)
        state, at_ms = step.state, lines[-1].at_ms
        answer = realise(profile, step.decision, seed).text
        lines.append(Message(2 * turn, turn, Role.STUDENT, text, at_ms + 20_000))
        lines.append(Message(2 * turn + 1, turn, Role.CLIENT, answer, at_ms + 22_000))
        traces.append(trace_to_json(step.trace))
    return tuple(lines), tuple(traces)


def random_lines(profile: ClientProfile, seed: int, most: int = 24) -> tuple[str, ...]:
    rng = random.Random(seed)
    topics = [topic for fact in profile.facts for topic in fact.topics]
    return tuple(
        rng.choice(LINES).format(topic=rng.choice(topics)) for _ in range(rng.randint(0, most))
    )
