"""The bytes of a request."""

import itertools
import json
from dataclasses import replace

import pytest

from core.llm.capability import CAPABILITIES, PLAIN
from core.llm.request import Voice, request_body, request_size
from core.ports import Prompt, Turn
from tests.billing import blocks
from tests.gateway import prompt

SONNET = Voice("claude-sonnet-5-5", CAPABILITIES["claude-sonnet-5-5"], salt="salt")
LOCAL = Voice("llama3.2", PLAIN, salt="salt")
OLDER = Voice("claude-sonnet-4-6", CAPABILITIES["claude-sonnet-4-6"])
VOICES = [SONNET, LOCAL, OLDER]


def interview(turns: int) -> Prompt:
    history: list[Turn] = []
    for n in range(turns):
        history.append(Turn("user", f"question {n} äöü", f"note {n}" if n % 3 == 0 else ""))
        history.append(Turn("assistant", f"answer {n}"))
    return prompt(turns=tuple(history[:-1]))


def test_the_whole_request_for_the_default_model() -> None:
    asked = prompt(turns=(Turn("user", "Hello.", "She is tense."),), correction="Stay in role.")
    cache = {"type": "ephemeral", "ttl": "1h"}
    assert request_body(asked, replace(SONNET, salt="")) == {
        "model": "claude-sonnet-5-5",
        "max_tokens": 500,
        "system": [{"type": "text", "text": "You are Mena.", "cache_control": cache}],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Hello."}]},
            {"role": "system", "content": [{"type": "text", "text": "She is tense."}]},
            {"role": "system", "content": [{"type": "text", "text": "Stay in role."}]},
        ],
        "cache_control": cache,
        "thinking": {"type": "between_tools"},
        "output_config": {"effort": "low"},
    }


def test_a_plain_server_gets_nothing_that_it_may_not_know() -> None:
    body = request_body(prompt(turns=(Turn("user", "Hello.", "Tense."),)), LOCAL)
    assert list(body) == ["model", "max_tokens", "system", "messages"]
    assert body["messages"] == [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Hello."},
                {"type": "text", "text": "<note>\nTense.\n</note>"},
            ],
        }
    ]


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.model)
def test_what_was_sent_stays_a_prefix_of_what_is_sent_later(voice: Voice) -> None:
    sent = [blocks(request_body(interview(turns), voice)) for turns in range(1, 30)]
    for earlier, later in itertools.pairwise(sent):
        assert later[: len(earlier)] == earlier


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.model)
def test_a_correction_only_adds_at_the_end(voice: Voice) -> None:
    plain = blocks(request_body(interview(5), voice))
    corrected = blocks(request_body(replace(interview(5), correction="Shorter."), voice))
    assert corrected[: len(plain)] == plain
    assert len(corrected) == len(plain) + 1


def test_the_same_prompt_makes_the_same_bytes() -> None:
    first = json.dumps(request_body(interview(9), SONNET))
    assert json.dumps(request_body(interview(9), SONNET)) == first


def test_people_leave_only_as_one_salted_hash_per_session() -> None:
    asked = prompt(tenant="T-canary", section="S-canary", person="P-canary", session="X-canary")
    sent = json.dumps(request_body(asked, SONNET))
    assert "canary" not in sent
    again = request_body(replace(asked, turns=interview(3).turns), SONNET)
    assert again["metadata"] == json.loads(sent)["metadata"]
    assert request_body(asked, replace(SONNET, salt="other"))["metadata"] != again["metadata"]


def test_a_schema_is_a_format_where_the_model_knows_formats() -> None:
    asked = prompt(purpose="grader", schema='{"type":"object"}')
    body = request_body(asked, replace(SONNET, effort="medium"))
    wanted = {"type": "json_schema", "schema": {"type": "object"}}
    assert body["output_config"] == {"effort": "medium", "format": wanted}
    assert body["thinking"] == {"type": "adaptive"}


def test_a_schema_is_a_sentence_where_it_does_not() -> None:
    body = request_body(prompt(purpose="grader", schema='{"type":"object"}'), LOCAL)
    assert '{\\"type\\":\\"object\\"}' in json.dumps(body["messages"])
    assert "output_config" not in body


def test_no_sampling_prefill_or_tools_are_ever_asked_for() -> None:
    forbidden = {"temperature", "top_p", "top_k", "tools", "tool_choice"}
    for voice in VOICES:
        body = request_body(interview(4), voice)
        assert not forbidden & set(body)
        assert blocks(body)[-1]["role"] != "assistant"


def test_the_size_is_that_of_the_text_in_bytes() -> None:
    grown = request_size(prompt("ü" * 100), SONNET) - request_size(prompt(""), SONNET)
    assert grown == 200
