"""What a model is really sent, read from the raw request bodies at a provider on loopback."""

import json
import random
from dataclasses import dataclass, field

import pytest

from core.domain.profile import ClientProfile
from core.library.loader import load_shipped
from core.llm.capability import CAPABILITIES, PLAIN
from core.llm.config import ModelConfig
from core.llm.providers import Gateway
from core.llm.request import Voice, request_body
from core.ports import Completion, Prompt
from tests.billing import blocks
from tests.core.acting import Act, locked_in, mutant
from tests.core.chatter import chatter, kind_chatter
from tests.core.injections import attempts
from tests.core.profiles import generated
from tests.gateway import StillClock, house, serving, sweep
from tests.provider import Provider, Reply

SILENT = Reply("...")
SHIPPED = load_shipped()
TURNS = 40


def taken(provider: Provider) -> list[str]:
    """The bodies since the last look, as text with nothing escaped."""
    bodies = [
        json.dumps(seen.json, ensure_ascii=False).replace("\\n", " ") for seen in provider.journal
    ]
    provider.journal.clear()
    return bodies


async def play(act: Act, provider: Provider, texts: list[str]) -> tuple[int, int]:
    """How many bodies were looked at, and how many held what was granted in that turn."""
    seen = heard = 0
    for text in texts:
        await act.turn(text)
        for body in taken(provider):
            assert locked_in(body, act.profile, [*act.granted, text]) == set()
            seen += 1
            heard += bool(act.granted[-1]) and act.granted[-1] in body
    return seen, heard


async def test_no_locked_fact_is_in_any_request_of_generated_interviews() -> None:
    seen = heard = 0
    async with serving(Provider(SILENT), house(StillClock())) as (provider, model):
        for seed in range(sweep(1_000, 100_000) // TURNS):
            profile, rng = generated(seed), random.Random(seed)
            act = Act(profile, model, seed)
            act.open_up((20, act.state.openness, 900)[seed % 3])
            talk = kind_chatter if seed % 2 else chatter
            counts = await play(act, provider, [talk(rng, profile) or "Hm." for _ in range(TURNS)])
            seen, heard = seen + counts[0], heard + counts[1]
    print(f"{seen} bodies, {heard} with what was granted, 0 locked")
    assert seen == sweep(1_000, 100_000)
    assert heard > seen // 10


async def test_what_is_remembered_holds_no_locked_fact_either() -> None:
    seen = met = 0
    async with serving(Provider(SILENT), house(StillClock())) as (provider, model):
        for seed in range(sweep(400, 10_000) // TURNS):
            profile, rng = generated(seed), random.Random(seed)
            act = Act(profile, model, seed)
            act.open_up(600)
            for _ in range(3):
                told = [kind_chatter(rng, profile) or "Hm." for _ in range(TURNS // 3)]
                seen += (await play(act, provider, told))[0]
                met += bool(act.memory and act.session.memory)
                act = act.meet_again()
    print(f"{seen} bodies, {met} interviews after earlier ones, 0 locked")
    assert met >= sweep(400, 10_000) // TURNS


@pytest.mark.parametrize("profile", SHIPPED, ids=lambda profile: profile.id)
async def test_no_injection_gets_a_locked_fact_into_a_request(profile: ClientProfile) -> None:
    corpus = list(attempts(profile.facts[-1].topics[0]))
    assert len(set(corpus)) >= 300
    tried = corpus[:: sweep(8, 1)]
    async with serving(Provider(SILENT), house(StillClock())) as (provider, model):
        for at in range(0, len(tried), TURNS):
            act = Act(profile, model)
            act.open_up(950)
            seen, _ = await play(act, provider, tried[at : at + TURNS])
            assert seen == len(tried[at : at + TURNS])


@dataclass(slots=True)
class PromptOnly:
    """The usual design: all secrets in the prompt, and a plea."""

    inner: Gateway
    profile: ClientProfile
    name: str = "mutant:one"

    async def answer(self, prompt: Prompt) -> Completion:
        return await self.inner.answer(mutant(prompt, self.profile))


async def test_a_design_that_only_prompts_fails_this_check_in_its_first_turn() -> None:
    async with serving(Provider(SILENT), house(StillClock())) as (provider, model):
        for profile in (SHIPPED[0], generated(1)):
            with pytest.raises(AssertionError):
                await play(Act(profile, PromptOnly(model, profile)), provider, ["Hello."])


VOICES = (
    Voice("claude-sonnet-5-5", CAPABILITIES["claude-sonnet-5-5"]),
    Voice("claude-sonnet-4-6", CAPABILITIES["claude-sonnet-4-6"]),
    Voice("llama3.2", PLAIN),
)


@dataclass(slots=True)
class Moody:
    """Answers, falls out of its role or fails, and keeps the bodies of first drafts."""

    rng: random.Random
    voice: Voice
    bodies: list[list[str]] = field(default_factory=list)
    name: str = "moody:one"

    async def answer(self, prompt: Prompt) -> Completion:
        body = request_body(prompt, self.voice)
        parts = [json.dumps(one, ensure_ascii=False) for one in blocks(body)]
        if prompt.purpose == "client":
            self.bodies.append(parts)
        else:
            assert parts[: len(self.bodies[-1])] == self.bodies[-1]
        bad = self.rng.random() < 0.2
        return Completion("As an AI language model, no." if bad else "...", self.name)


def extends(earlier: list[str], later: list[str]) -> bool:
    """Whether a request holds an earlier one, but for words that joined an unanswered turn."""
    return later[: len(earlier)] == earlier


async def test_every_request_is_a_byte_prefix_of_the_next() -> None:
    for seed in range(sweep(60, 1_000)):
        rng, profile = random.Random(seed), generated(seed)
        model = Moody(random.Random(seed), VOICES[seed % len(VOICES)])
        act = Act(profile, model, seed)
        last: list[str] = []
        for _ in range(15):
            answered = await act.turn(kind_chatter(rng, profile))
            assert extends(last, model.bodies[-1])
            last = model.bodies[-1] if answered else last
            act = act.restart() if rng.random() < 0.2 else act


async def test_at_turn_two_hundred_the_newest_words_and_who_she_is_are_in_the_prompt() -> None:
    async with serving(Provider(SILENT), house(StillClock())) as (provider, model):
        act = Act(SHIPPED[2], model)
        for number in range(200):
            await act.turn(f"And what about thing number {number}?")
        body = taken(provider)[-1]
        who = SHIPPED[2].identity
        assert "thing number 199?" in body
        assert "thing number 0?" in body
        assert f"Name: {who.name}" in body
        assert f"{who.age} years old" in body


@pytest.mark.parametrize("model_id", ["claude-sonnet-5-5"])
async def test_the_cache_holds_through_a_whole_interview(model_id: str) -> None:
    clock = StillClock()
    provider = Provider(SILENT, now=clock.monotonic)
    async with serving(provider, house(clock), ModelConfig(model_id)) as (_, model):
        act = Act(SHIPPED[0], model)
        for number in range(20):
            clock.seconds += 100
            await act.turn(f"¿Y la cosa número {number}?")
        costs = [seen.nusd for seen in provider.journal]
    assert max(costs[1:]) < costs[0] / 2
