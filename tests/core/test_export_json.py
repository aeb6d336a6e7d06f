"""JSON out and in again: the identical value, or an error that names the field."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.domain.jsonvalue import Json
from core.export import export
from core.export.jsonfile import TranscriptFileError, read, write
from core.export.transcript import cleaned
from tests.core.transcripts import FULL, generated_transcript, transcript

SWEEP = 20_000 if FULL else 300
Data = dict[str, Json]


def test_what_goes_out_comes_in_identical() -> None:
    for seed in range(SWEEP):
        value = cleaned(generated_transcript(seed))
        data = write(value)
        assert read(data) == value
        assert write(read(data)) == data


def changed(change: Callable[[Data], object]) -> bytes:
    data = json.loads(export(transcript("Hello.", "Hi."), "json").data)
    change(data)
    return json.dumps(data).encode()


def inside(field: str, value: Json) -> Callable[[Data], object]:
    def change(data: Data) -> object:
        found = data["transcript"]
        assert isinstance(found, dict)
        found[field] = value
        return found

    return change


def line(**fields: Json) -> Data:
    whole: Data = {"seq": 1, "turn": 0, "role": "client", "speaker": "R", "text": "x", "at_ms": 1}
    return {**whole, **fields}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.pop("format"), "format: this is no virtual-client transcript"),
        (lambda data: data.update(version=3), "version: this program reads versions 1 and 2"),
        (lambda data: data.update(extra=1), "extra: unknown field"),
        (lambda data: data.pop("transcript"), "transcript: expected an object, got nothing"),
        (inside("title", 3), "transcript.title: expected text, got int"),
        (inside("attempt", "one"), "transcript.attempt: expected a whole number, got str"),
        (inside("zone", "../../etc/passwd"), "transcript.zone: the value does not fit"),
        (inside("zone", ""), "transcript.zone: the value does not fit"),
        (inside("start_ms", -1), "transcript.start_ms: the value does not fit"),
        (inside("start_ms", 10**17), "transcript.start_ms: the value does not fit"),
        (inside("start_ms", 10**30), "transcript.start_ms: the number is too large"),
        (inside("title", "nul\x00"), "title: the text holds characters"),
        (inside("title", "\ud800"), "title: the text holds characters"),
        (inside("lines", [line(), line()]), "transcript.lines.seq: the value does not fit"),
        (inside("lines", [line(role="god")]), "transcript.lines[0].role: expected one of"),
        (inside("lines", [line(at_ms=10**16)]), "transcript.lines.at_ms: the value does not"),
        (inside("lines", [line(text="\x07")]), "lines[0].text: the text holds characters"),
        (inside("report", [{"kind": "x"}]), "transcript.report[0].kind: expected one of"),
    ],
)
def test_a_hostile_file_is_refused_by_field(change: Callable[[Data], object], said: str) -> None:
    with pytest.raises(TranscriptFileError) as refused:
        read(changed(change))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1: no JSON"),
        (b"\xff\xfe", "the file is not UTF-8 text"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"version": NaN}', "NaN is no number"),
        (b'{"version": 1, "version": 1}', "version: the field is there twice"),
        (b"[1" + b"0" * 5000 + b"]", "digits"),
        (b" " * (32 * 1024 * 1024 + 1), "larger than 32 MB"),
        (b"[]", "format: this is no"),
    ],
)
def test_what_is_no_transcript_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(TranscriptFileError, match=said):
        read(data)


def test_every_single_flipped_field_type_is_noticed() -> None:
    whole = json.loads(export(transcript("Hello."), "json").data)["transcript"]
    for name in whole:
        with pytest.raises(TranscriptFileError, match=f"transcript.{name}"):
            read(changed(inside(name, {"unlikely": 1})))


def test_a_file_of_the_first_version_is_read() -> None:
    value = cleaned(generated_transcript(4))
    data = json.loads(write(replace(value, grade_data="")))
    del data["transcript"]["grade_data"]
    assert read(json.dumps(data | {"version": 1}).encode()) == replace(value, grade_data="")
