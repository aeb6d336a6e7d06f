"""Reads the events of one streamed answer, believing nothing about their shape."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from core.domain.ledger import NO_TOKENS, TokenCounts
from core.errors import ModelError, ModelFault
from core.llm.policy import NoSentenceError
from core.llm.wirefaults import wire_fault
from core.ports import Completion

LONGEST_TEXT = 1_000_000
_SENTENCE_END = re.compile(r"[.!?…。！？؟](?:[\"'”’»)\]]*)(?=\s|$)")
_WHOLE = frozenset({"end_turn", "stop_sequence"})


@dataclass(slots=True)
class Answer:
    """What has arrived so far of one answer."""

    model: str = ""
    texts: list[str] = field(default_factory=list)
    length: int = 0
    stop_reason: str = ""
    category: str = ""
    tokens: TokenCounts = NO_TOKENS
    billed: bool = False
    started: bool = False
    stopped: bool = False

    def take(self, data: str) -> None:
        """Add one event; JSONDecodeError (a ValueError) or ModelError(MALFORMED) when broken."""
        event = json.loads(data)
        match event:
            case {"type": "message_start", "message": dict(message)}:
                self._start(message)
            case {
                "type": "content_block_start",
                "content_block": {"type": "text", "text": str(text)},
            }:
                self._text(text)
            case {
                "type": "content_block_delta",
                "delta": {"type": "text_delta", "text": str(text)},
            }:
                self._text(text)
            case {"type": "message_delta", "delta": dict(delta)}:
                self._delta(delta, event.get("usage"))
            case {"type": "error", "error": dict(error)}:
                raise _said_to_fail(error)
            case {"type": "message_stop"}:
                self.stopped = True
            case {"type": str()}:
                pass  # pings, thinking and kinds that do not exist yet
            case _:
                raise ModelError(ModelFault.MALFORMED, "an event without a type")

    def _start(self, message: Mapping[str, object]) -> None:
        self.started = True
        self.model = str(message.get("model") or "")
        self.tokens = read_usage(NO_TOKENS, message.get("usage"))

    def _text(self, text: str) -> None:
        self.length += len(text)
        if self.length > LONGEST_TEXT:
            raise ModelError(ModelFault.MALFORMED, f"more than {LONGEST_TEXT} characters")
        self.texts.append(text)

    def _delta(self, delta: Mapping[str, object], usage: object) -> None:
        self.stop_reason = str(delta.get("stop_reason") or "")
        match delta.get("stop_details"):
            case {"category": str(category)}:
                self.category = category
        self.tokens = read_usage(self.tokens, usage)
        self.billed = self.started and isinstance(usage, dict) and self.stop_reason != ""

    def completion(self, *, whole: bool, any_text: bool) -> Completion:
        """The answer as a value; raises the ModelError that it amounts to instead.

        `whole`: a shortened answer is worth nothing (JSON). `any_text`: an empty one will do.
        """
        if not self.started:
            raise ModelError(ModelFault.MALFORMED, "the stream held no message")
        if not self.stopped or not self.stop_reason:
            raise ModelError(ModelFault.TRUNCATED, "the stream ended before message_stop")
        done = Completion("".join(self.texts).strip(), self.model)
        if any_text and self.stop_reason in {*_WHOLE, "max_tokens"}:
            return done
        if self.stop_reason == "max_tokens":
            return _shortened(done, whole=whole)
        self._check_reason()
        if not done.text:
            raise ModelError(ModelFault.EMPTY, "an answer without text")
        return done

    def _check_reason(self) -> None:
        if self.stop_reason == "refusal":
            raise ModelError(ModelFault.REFUSAL, self.category)
        if self.stop_reason == "model_context_window_exceeded":
            raise ModelError(ModelFault.TOO_LONG, self.stop_reason)
        if self.stop_reason not in _WHOLE:
            raise ModelError(ModelFault.MALFORMED, f"stop_reason {self.stop_reason[:40]}")


def _shortened(done: Completion, *, whole: bool) -> Completion:
    ends = [] if whole else list(_SENTENCE_END.finditer(done.text))
    if not ends:
        raise NoSentenceError
    return replace(done, text=done.text[: ends[-1].end()], cut=True)


def _said_to_fail(error: Mapping[str, object]) -> ModelError:
    kind, code = str(error.get("type") or "error"), ""
    match error.get("details"):
        case {"error_code": str(named)}:
            code = named
    # The status was 200: only type and code say what happened.
    return ModelError(wire_fault(HTTPStatus.OK, kind, code), f"in the stream: {kind[:40]}")


def read_usage(before: TokenCounts, usage: object) -> TokenCounts:
    """Cumulative counters: what is named replaces, what is absent stays."""
    if not isinstance(usage, dict):
        return before
    short, long = before.cache_write_5m, before.cache_write_1h
    written = _count(usage, "cache_creation_input_tokens", short + long)
    match usage.get("cache_creation"):
        case dict() as parts:
            short = _count(parts, "ephemeral_5m_input_tokens", 0)
            long = _count(parts, "ephemeral_1h_input_tokens", 0)
    if short + long != written:
        # Without a breakdown that adds up the dearer of the two is assumed: never under-count.
        short, long = 0, written
    thinking = before.thinking
    match usage.get("output_tokens_details"):
        case dict() as details:
            thinking = _count(details, "thinking_tokens", thinking)
    return TokenCounts(
        input=_count(usage, "input_tokens", before.input),
        cache_read=_count(usage, "cache_read_input_tokens", before.cache_read),
        cache_write_5m=short,
        cache_write_1h=long,
        output=_count(usage, "output_tokens", before.output),
        thinking=thinking,
    )


def _count(usage: Mapping[str, object], key: str, absent: int) -> int:
    value = usage.get(key)
    if value is None:
        return absent
    if not isinstance(value, int) or value < 0:
        raise ModelError(ModelFault.MALFORMED, f"usage.{key} is not a count")
    return value
