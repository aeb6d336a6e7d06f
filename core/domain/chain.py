"""The hash chain of one interview: each line seals the one before it, a seal closes the rest.

A line's own words enter by a salted hash, so that erased words leave the chain whole. The chain
holds against a slip and against a change made without the program; it is no signature.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.domain.jsonvalue import Json, canonical
from core.domain.session import Message

SHOWN = 16


@dataclass(frozen=True, slots=True)
class Link:
    """A stored line with what chains it to the one before."""

    line: Message
    salt: str
    text_hash: str
    hash: str


def digest(*parts: str) -> str:
    """SHA-256 over the parts with their lengths in bytes, so that no two lists are alike."""
    text = "".join([f"{len(part)}:{part}" for part in parts])
    if not text.isascii():
        text = "".join([f"{len(_bytes(part))}:{part}" for part in parts])
    return hashlib.sha256(_bytes(text)).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def beginning(session_id: str) -> str:
    """What stands before the first line."""
    return digest("session", session_id)


def linked(before: str, line: Message, salt: str) -> Link:
    """The line sealed onto the hash before it."""
    text_hash = digest(salt, line.text)
    return Link(line, salt, text_hash, _hash(before, line, text_hash))


def _hash(before: str, line: Message, text_hash: str) -> str:
    numbers = (str(line.seq), str(line.turn), str(line.at_ms))
    return digest(before, *numbers, line.role.value, line.platform_id, text_hash)


def rechained(session_id: str, links: Sequence[Link]) -> tuple[Link, ...]:
    """The same lines with hashes that fit them again."""
    before, made = beginning(session_id), []
    for link in links:
        made.append(replace(link, hash=_hash(before, link.line, link.text_hash)))
        before = made[-1].hash
    return tuple(made)


def broken_lines(session_id: str, links: Sequence[Link]) -> Iterator[str]:
    """What does not fit, by line; nothing for a whole chain."""
    before = beginning(session_id)
    for number, link in enumerate(links, start=1):
        if link.line.seq != number:
            yield f"line {number} is missing or has another number"
            return
        if not _is_erased(link) and digest(link.salt, link.line.text) != link.text_hash:
            yield f"the words of line {number}"
        if _hash(before, link.line, link.text_hash) != link.hash:
            yield f"line {number}"
        before = link.hash


def _is_erased(link: Link) -> bool:
    return link.line.text == "" and link.salt == ""


def head(session_id: str, links: Sequence[Link]) -> str:
    """The last hash: it stands for the whole transcript."""
    return links[-1].hash if links else beginning(session_id)


def seal(parts: Mapping[str, str]) -> str:
    """A hash of each part by name, closed by one over all of them; canonical JSON text."""
    hashes = {name: digest(name, text) for name, text in parts.items()}
    return canonical({"parts": dict(hashes), "seal": digest(canonical(dict(hashes)))})


def broken_parts(sealed: str, parts: Mapping[str, str]) -> Iterator[str]:
    """The names of parts that are not as they were sealed."""
    known = _read_seal(sealed)
    if known is None:
        yield "the seal"
        return
    for name in sorted(known.keys() | parts.keys()):
        if name not in parts or known.get(name) != digest(name, parts[name]):
            yield name


def _read_seal(sealed: str) -> dict[str, str] | None:
    try:
        data: Json = json.loads(sealed)
    except ValueError:
        return None
    if not isinstance(data, dict) or canonical(data) != sealed:
        return None
    parts = data.get("parts")
    if not isinstance(parts, dict) or data.get("seal") != digest(canonical(parts)):
        return None
    return {name: str(value) for name, value in parts.items()}
