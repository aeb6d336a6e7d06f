"""An interview costs a fifth of the naive price, and the check would notice if it did not."""

import itertools
import json
import random
from dataclasses import asdict, replace

import pytest

from core.llm.capability import CAPABILITIES, PLAIN
from core.llm.request import Voice, request_body
from core.ports import Prompt, Turn
from tests.benchmarks.cost import GOALS, as_sent, bills, measure, ratios, state_in_system
from tests.billing import blocks
from tests.gateway import sweep


@pytest.mark.parametrize("model_id", GOALS)
async def test_an_interview_meets_its_goals(model_id: str) -> None:
    assert (await measure(model_id, 4))["goals met"]


async def test_state_in_the_system_prompt_would_fail_the_goal() -> None:
    model_id = "claude-sonnet-5-5"
    moved = await bills(model_id, CAPABILITIES[model_id], state_in_system, 1)
    bare = await bills(model_id, PLAIN, as_sent, 1)
    assert ratios(moved, model_id)[0] > 1.5
    assert ratios(bare, model_id)[0] > 0.95


def restarted(prompt: Prompt) -> Prompt:
    """The same prompt after its turns went through a store."""
    stored = json.loads(json.dumps([asdict(turn) for turn in prompt.turns]))
    return replace(prompt, turns=tuple(Turn(**turn) for turn in stored))


def kept_requests(dice: random.Random) -> list[Prompt]:
    """The requests of one interview that were accepted: rewrites in between leave no trace."""
    prompt = Prompt("client", "You are Mena. é", (), session="s")
    sent: list[Prompt] = []
    for turn in range(dice.randint(2, 25)):
        note = f"note {turn}" if dice.random() < 0.4 else ""
        prompt = replace(prompt, turns=(*prompt.turns, Turn("user", f"q{turn} \u2014 ñ", note)))
        prompt = restarted(prompt) if dice.random() < 0.2 else prompt
        sent.append(prompt)
        said = Turn("assistant", f"a{dice.random()}")
        prompt = replace(prompt, turns=(*prompt.turns, said))
    return sent


@pytest.mark.parametrize("model_id", ["claude-sonnet-5-5", "claude-sonnet-4-6", "local"])
def test_every_request_is_a_byte_prefix_of_the_next(model_id: str) -> None:
    dice = random.Random(5)
    voice = Voice(model_id, CAPABILITIES.get(model_id, PLAIN), salt="salt")
    violations = 0
    for _ in range(sweep(150, 1000)):
        prompts = kept_requests(dice)
        for request, later in itertools.pairwise(prompts):
            rewritten = replace(request, purpose="rewrite", correction="Stay in role.")
            now, then = sent_blocks(request, voice), sent_blocks(later, voice)
            again = sent_blocks(rewritten, voice)
            violations += then[: len(now)] != now or again[: len(now)] != now
    assert violations == 0


def sent_blocks(prompt: Prompt, voice: Voice) -> list[str]:
    return [json.dumps(block, ensure_ascii=False) for block in blocks(request_body(prompt, voice))]
