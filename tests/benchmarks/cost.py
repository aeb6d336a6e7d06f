"""What a 40-turn interview costs, billed by the caching rules from the bodies that were sent.

Every interview goes through the real gateway to a provider on loopback whose clock jumps by the
student's pauses: lognormal, median 120 s, one in five over 5 minutes. Tokens are characters / 4.
Compared with: naive (nothing cached, no notes) and ideal (every prefix hits, each token is
written once), both from the formulas of the reference. Two mutants show that the check has teeth.
"""

import asyncio
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.domain.jsonvalue import Json
from core.llm.anthropic import AnthropicEndpoint, Wire
from core.llm.capability import CAPABILITIES, Capability
from core.llm.config import ModelConfig
from core.llm.providers import Gateway
from core.llm.request import Voice
from core.ports import Prompt, Turn
from tests.billing import RATES, blocks, token_count
from tests.gateway import MemoryLedger, StillClock, house, sweep
from tests.provider import Provider, Reply, Seen

TURNS, SYSTEM, STUDENT, CLIENT, NOTE = 40, 1200, 40, 90, 60
NOTE_SHARE = 0.25
GAP_MEDIAN, GAP_SIGMA = 120.0, 1.089
GOALS = {"claude-sonnet-5-5": 0.20, "claude-sonnet-5": 0.25}

Reword = Callable[[Prompt, int], Prompt]


@dataclass(frozen=True, slots=True)
class Bill:
    """Input side of one interview in nano-USD, and the prompt lengths in tokens."""

    nusd: int
    lengths: tuple[int, ...]


def text(tokens: int, dice: random.Random) -> str:
    return "".join(dice.choice("abcdefgh ") for _ in range(tokens * 4 - 1)) + "."


def as_sent(prompt: Prompt, _turn: int) -> Prompt:
    return prompt


def state_in_system(prompt: Prompt, turn: int) -> Prompt:
    """The mutant: what changes every turn stands in front of everything."""
    return replace(prompt, system=f"{prompt.system} openness {turn / TURNS:.3f}")


async def interview(model: Gateway, clock: StillClock, dice: random.Random, reword: Reword) -> None:
    prompt = Prompt("client", text(SYSTEM, random.Random(1)), (), session=str(dice.random()))
    for turn in range(TURNS):
        note = text(NOTE, dice) if dice.random() < NOTE_SHARE else ""
        asked = Turn("user", text(STUDENT, dice), note)
        prompt = replace(prompt, turns=(*prompt.turns, asked))
        said = await model.answer(reword(prompt, turn))
        prompt = replace(prompt, turns=(*prompt.turns, Turn("assistant", said.text)))
        clock.seconds += dice.lognormvariate(0, GAP_SIGMA) * GAP_MEDIAN


async def bills(model_id: str, can: Capability, reword: Reword, count: int) -> list[Bill]:
    """One bill for each of `count` interviews, a day apart so that none warms another's cache."""
    dice, clock = random.Random(20261120), StillClock()
    found: list[Bill] = []
    answer = Reply(text(CLIENT, random.Random(2)))
    async with Provider(answer, now=clock.monotonic) as provider:
        endpoint = AnthropicEndpoint(Wire(provider.url, "none"), Voice(model_id, can, salt="s"))
        model = Gateway(endpoint, ModelConfig(model_id), house(clock, MemoryLedger()))
        for _ in range(count):
            provider.journal.clear()
            await interview(model, clock, dice, reword)
            found.append(bill(provider.journal, model_id))
            clock.seconds += 86_400
        await model.aclose()
    return found


def bill(journal: list[Seen], model_id: str) -> Bill:
    output = token_count("x" * CLIENT * 4) * RATES[model_id].output
    return Bill(sum(seen.nusd - output for seen in journal), tuple(map(prompt_length, journal)))


def prompt_length(seen: Seen) -> int:
    return sum(token_count(str(block["text"])) for block in blocks(seen.json))


def naive_tokens() -> int:
    said = CLIENT * TURNS * (TURNS - 1) // 2
    return TURNS * SYSTEM + STUDENT * TURNS * (TURNS + 1) // 2 + said


def ideal_tokens(lengths: tuple[int, ...], read: float) -> float:
    total = 1.25 * lengths[0]
    for before, now in itertools.pairwise(lengths[:-1]):
        total += read * before + 1.25 * (now - before)
    return total + read * lengths[-2] + (lengths[-1] - lengths[-2])


def ratios(found: list[Bill], model_id: str) -> tuple[float, float]:
    """Mean cost over naive, mean cost over ideal."""
    rates = RATES[model_id]
    costs = [one.nusd / rates.input for one in found]
    ideals = [ideal_tokens(one.lengths, rates.read / rates.input) for one in found]
    return sum(costs) / len(costs) / naive_tokens(), sum(costs) / sum(ideals)


async def measure(model_id: str, count: int) -> dict[str, Json]:
    can = CAPABILITIES[model_id]
    real = await bills(model_id, can, as_sent, count)
    bare = await bills(model_id, replace(can, cache_control=False), as_sent, max(1, count // 4))
    moved = await bills(model_id, can, state_in_system, max(1, count // 4))
    to_naive, to_ideal = ratios(real, model_id)
    output = TURNS * CLIENT * RATES[model_id].output
    usd = (sum(one.nusd for one in real) / count + output) / 1e9
    return {
        "interviews": count,
        "cost / naive": round(to_naive, 3),
        "asked at most": GOALS[model_id],
        "cost / ideal": round(to_ideal, 3),
        "ideal asked at most": 1.4,
        "USD per interview with output": round(usd, 4),
        "mutant without cache / naive": round(ratios(bare, model_id)[0], 3),
        "mutant state in system / naive": round(ratios(moved, model_id)[0], 3),
        "goals met": to_naive <= GOALS[model_id] and to_ideal <= 1.4,
    }


def run() -> dict[str, Json]:
    count = sweep(10, 50)
    return {model_id: asyncio.run(measure(model_id, count)) for model_id in GOALS}
