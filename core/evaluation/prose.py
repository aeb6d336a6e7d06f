"""Prose of a model: a sentence that quotes what nobody said is taken out."""

import re

from core.evaluation.evidence import Claim, Searchable, Source, verify

_SENTENCE = re.compile(r"(?:\"[^\"]*\"|“[^”]*”|«[^»]*»|[^.?!…\n])+[.?!…]*[\"”’»)]*\s*|[.?!…\n]+\s*")
_QUOTED = re.compile(
    r"[“„\"«](?P<double>[^”“\"»]*)(?:[”“\"»]|$)"
    r"|(?<!\w)[‘'](?P<single>[^\n]*?)(?:[’'](?!\w)|$)"
)


def honest(prose: str, source: Source, transcript: Searchable) -> str:
    """The prose without sentences whose quoted spans are not in the transcript."""
    kept = (one for one in sentences(prose) if quotes_hold(one, source, transcript))
    return " ".join("".join(kept).split())


def sentences(prose: str) -> list[str]:
    """The sentences in order; a full stop inside quotation marks ends none."""
    return [found.group() for found in _SENTENCE.finditer(prose)]


def quotes_hold(sentence: str, source: Source, transcript: Searchable) -> bool:
    """Whether every quoted span is verbatim; a mark that is never closed quotes all the rest."""
    spans = (found["double"] or found["single"] or "" for found in _QUOTED.finditer(sentence))
    return all(verify(Claim(span, 0), source, transcript) is not None for span in spans)
