"""A transcript as JSON that can be read back: same value, or an error that names the field."""

import json

from core.domain.datashape import from_data, to_data
from core.domain.jsonvalue import Json, JsonShapeError
from core.domain.reply import Block, Table
from core.errors import CoreError
from core.export.cleaning import find_unclean
from core.export.transcript import LAST_MS, Transcript, zone_of

FORMAT = "virtual-client transcript"
VERSION = 2
MOST_BYTES = 32 * 1024 * 1024


class TranscriptFileError(CoreError):
    """A file that is no transcript of ours; the message names the field."""


def write(transcript: Transcript) -> bytes:
    data = {"format": FORMAT, "version": VERSION, "transcript": to_data(transcript)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes) -> Transcript:
    """Raise TranscriptFileError for anything that `write` did not write."""
    top = _parse(data)
    if not isinstance(top, dict) or top.get("format") != FORMAT:
        raise TranscriptFileError(f"format: this is no {FORMAT}")
    if top.get("version") not in (1, VERSION):
        raise TranscriptFileError(f"version: this program reads versions 1 and {VERSION}")
    for name in top.keys() - {"format", "version", "transcript"}:
        raise TranscriptFileError(f"{name[:40]}: unknown field")
    unclean = find_unclean(top.get("transcript"))
    if unclean:
        raise TranscriptFileError(f"{unclean}: the text holds characters that no format can hold")
    return _checked(_newest(top))


def _newest(top: dict[str, Json]) -> Json:
    """Version 1 had no grade."""
    data = top.get("transcript")
    if top.get("version") == 1 and isinstance(data, dict):
        return {**data, "grade_data": data.get("grade_data", "")}
    return data


def _parse(data: bytes) -> Json:
    if len(data) > MOST_BYTES:
        raise TranscriptFileError(f"the file is larger than {MOST_BYTES // 1024**2} MB")
    try:
        text = data.decode("utf-8-sig")
        top: Json = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise TranscriptFileError("the file is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise TranscriptFileError(f"line {error.lineno}: no JSON: {error.msg}") from None
    except RecursionError:
        raise TranscriptFileError("the file is nested too deeply") from None
    except ValueError as error:
        raise TranscriptFileError(str(error)) from None
    return top


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name[:40]}: the field is there twice")
        found[name] = value
    return found


def _no_number(name: str) -> Json:
    raise ValueError(f"{name} is no number")


def _checked(data: Json) -> Transcript:
    try:
        transcript = from_data(Transcript, data, "transcript")
    except JsonShapeError as error:
        raise TranscriptFileError(str(error)) from None
    for field, fits in _rules(transcript):
        if not fits:
            raise TranscriptFileError(f"transcript.{field}: the value does not fit")
    return transcript


def _rules(found: Transcript) -> list[tuple[str, bool]]:
    """What the types alone do not say."""
    times = [line.at_ms for line in found.lines]
    return [
        ("zone", zone_of(found.zone).key == found.zone),
        ("start_ms", _are_times([found.start_ms])),
        ("end_ms", _are_times([found.end_ms or 0])),
        ("lines.at_ms", _are_times(times)),
        ("lines.seq", _rises([line.seq for line in found.lines])),
        ("curve.points", found.curve is None or _rises([turn for turn, _ in found.curve.points])),
        ("report.cells", all(_is_even(block) for block in found.report)),
    ]


def _are_times(times: list[int]) -> bool:
    return all(0 <= at_ms <= LAST_MS for at_ms in times)


def _rises(numbers: list[int]) -> bool:
    return numbers == sorted(set(numbers))


def _is_even(block: Block) -> bool:
    """Whether every row of a table is as long as its header."""
    if not isinstance(block, Table):
        return True
    return all(len(row) == len(block.header) for row in block.cells)
