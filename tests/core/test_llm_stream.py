"""One streamed answer, read event by event."""

import json
import random

import pytest

from core.domain.ledger import NO_TOKENS, TokenCounts
from core.errors import ModelError, ModelFault
from core.llm.stream import LONGEST_TEXT, Answer, read_usage

USAGE = {"input_tokens": 5, "output_tokens": 1}


def start(usage: object = USAGE) -> dict[str, object]:
    return {"type": "message_start", "message": {"model": "m", "usage": usage}}


def text(value: str) -> dict[str, object]:
    return {"type": "content_block_delta", "delta": {"type": "text_delta", "text": value}}


def end(reason: str | None, details: object = None) -> dict[str, object]:
    delta = {"stop_reason": reason, "stop_details": details}
    return {"type": "message_delta", "delta": delta, "usage": {"output_tokens": 9}}


STOP: dict[str, object] = {"type": "message_stop"}


def answer(*events: object) -> Answer:
    read = Answer()
    for event in events:
        read.take(json.dumps(event))
    return read


def fault_of(read: Answer, *, whole: bool = False, any_text: bool = False) -> ModelFault:
    with pytest.raises(ModelError) as caught:
        read.completion(whole=whole, any_text=any_text)
    return caught.value.fault


def test_text_blocks_are_joined_and_thinking_is_left_out() -> None:
    thinking = {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "x"}}
    read = answer(
        start(), thinking, {"type": "ping"}, text(" I am"), text(" fine."), end("end_turn"), STOP
    )
    assert read.completion(whole=False, any_text=False).text == "I am fine."


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ([], ModelFault.MALFORMED),
        ([start(), text("Hi.")], ModelFault.TRUNCATED),
        ([start(), text("Hi."), end("end_turn")], ModelFault.TRUNCATED),
        ([start(), text("Hi."), end(None), STOP], ModelFault.TRUNCATED),
        ([start(), text("  \n"), end("end_turn"), STOP], ModelFault.EMPTY),
        ([start(), text("Hi."), end("refusal"), STOP], ModelFault.REFUSAL),
        ([start(), text("Hi."), end("tool_use"), STOP], ModelFault.MALFORMED),
        ([start(), end("model_context_window_exceeded"), STOP], ModelFault.TOO_LONG),
        ([start(), text("I was about"), end("max_tokens"), STOP], ModelFault.EMPTY),
    ],
)
def test_an_answer_that_cannot_be_used_names_its_fault(
    events: list[dict[str, object]], fault: ModelFault
) -> None:
    assert fault_of(answer(*events)) is fault


def test_the_category_of_a_refusal_is_kept_for_the_operator() -> None:
    read = answer(start(), end("refusal", {"type": "refusal", "category": "bio"}), STOP)
    with pytest.raises(ModelError, match="bio"):
        read.completion(whole=False, any_text=False)


def test_an_answer_cut_by_max_tokens_ends_at_its_last_sentence() -> None:
    read = answer(start(), text('He said "no." I left. And th'), end("max_tokens"), STOP)
    done = read.completion(whole=False, any_text=False)
    assert (done.text, done.cut) == ('He said "no." I left.', True)


def test_json_cut_by_max_tokens_is_worth_nothing() -> None:
    read = answer(start(), text('{"a": "One. Two.'), end("max_tokens"), STOP)
    assert fault_of(read, whole=True) is ModelFault.EMPTY


def test_a_probe_is_content_with_any_text() -> None:
    read = answer(start(), end("max_tokens"), STOP)
    assert read.completion(whole=False, any_text=True).text == ""


@pytest.mark.parametrize(
    "data", ["[]", "1", "null", "{}", '{"type": 3}', "{", '{"type": "message_start"', "<html>"]
)
def test_what_is_no_event_is_malformed(data: str) -> None:
    with pytest.raises((ModelError, ValueError)):
        Answer().take(data)


def test_an_error_inside_the_stream_is_named_by_its_type() -> None:
    with pytest.raises(ModelError) as caught:
        answer(start(), {"type": "error", "error": {"type": "overloaded_error"}})
    assert caught.value.fault is ModelFault.OVERLOADED


def test_an_endless_answer_is_stopped() -> None:
    with pytest.raises(ModelError, match="characters"):
        answer(start(), *[text("x" * 50_000)] * (LONGEST_TEXT // 50_000 + 1))


@pytest.mark.parametrize("bad", [-1, "5", 1.5, [], {}])
def test_a_counter_that_is_no_count_is_malformed(bad: object) -> None:
    with pytest.raises(ModelError, match="input_tokens"):
        read_usage(NO_TOKENS, {"input_tokens": bad})


def test_counters_that_are_absent_keep_their_value() -> None:
    before = TokenCounts(input=5, cache_read=7, cache_write_1h=11, output=1)
    after = read_usage(before, {"output_tokens": 9, "input_tokens": None})
    assert after == TokenCounts(input=5, cache_read=7, cache_write_1h=11, output=9)


def test_cache_writes_without_a_breakdown_count_as_the_dearer_ones() -> None:
    usage = {"cache_creation_input_tokens": 100}
    assert read_usage(NO_TOKENS, usage).cache_write_1h == 100


JUNK = [None, -1, 3.5, "x", "", [], {}, [1], {"type": "text"}, True, "end_turn", "refusal"]


def spoiled(value: object, dice: random.Random) -> object:
    """The same value with each part swapped for junk now and then."""
    if dice.random() < 0.1:
        return dice.choice(JUNK)
    if isinstance(value, dict):
        return {key: spoiled(part, dice) for key, part in value.items() if dice.random() > 0.05}
    return value


def test_ten_thousand_spoiled_streams_raise_nothing_unforeseen() -> None:
    dice = random.Random(20261120)
    events = [start(USAGE | {"cache_creation": {}}), text("Hello."), end("end_turn", {}), STOP]
    outcomes = set()
    for _ in range(10_000):
        try:
            read = answer(*[spoiled(event, dice) for event in events])
            outcomes.add(read.completion(whole=False, any_text=False).text)
        except ModelError as error:
            outcomes.add(error.fault)
    assert {"Hello.", ModelFault.TRUNCATED, ModelFault.MALFORMED} <= outcomes
