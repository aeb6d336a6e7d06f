"""The student's text as every rule reads it: one form of quotes, blanks and letters, cut."""

import re
import unicodedata

LIMIT = 4_000

_STRAIGHT = {
    **dict.fromkeys("‘’‚‛′`´ʼ＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
}
_QUOTES = str.maketrans(_STRAIGHT)
_TYPED = str.maketrans({**_STRAIGHT, "（": "(", "）": ")"})
_UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LINES = re.compile(r"\s*\n\s*")
_BLANKS = re.compile(r"[^\S\n]+")
# The bound on the inside keeps a row of unclosed quotes from costing the square of its length.
_QUOTED = re.compile(r'"[^"]{1,600}"|(?<!\w)\'(?=\w)(?:[^\'\n]|(?<=\w)\'(?=\w)){1,300}\'(?!\w)')


def normalise(text: str, *, asides: bool = False) -> str:
    """Text in NFKC, with straight quotes and single blanks, cut at LIMIT.

    Line ends stay, since they end a sentence; `((…))` stays only when `asides` are asked for.
    """
    typed = text if text.isascii() and "`" not in text else text.translate(_TYPED)
    # What follows is not cheap for every letter, so it only ever sees a bounded text.
    shown = (typed if asides else _drop_asides(typed))[: LIMIT * 2]
    if not shown.isprintable():
        shown = _UNSEEN.sub("", _CONTROL.sub(" ", shown.replace("\r", "\n")))
    kept = _collapse(shown)[:LIMIT]
    if kept.isascii():
        return kept.strip()
    return _collapse(unicodedata.normalize("NFKC", kept).translate(_QUOTES))[:LIMIT].strip()


def unquote(text: str) -> str:
    """Normalised text with every quoted span turned into blanks; all positions stay."""
    if "'" not in text and '"' not in text:
        return text
    return _QUOTED.sub(lambda found: " " * len(found.group()), text)


def lower(text: str) -> str:
    """Lower case in which every character keeps its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _collapse(text: str) -> str:
    if "\n" not in text:
        return " ".join(text.split())
    return _BLANKS.sub(" ", _LINES.sub("\n", text)).strip()


def _drop_asides(text: str) -> str:
    parts: list[str] = []
    place = 0
    while (start := text.find("((", place)) >= 0 and (end := text.find("))", start)) >= 0:
        parts.append(text[place:start])
        place = end + 2
    return " ".join([*parts, text[place:]])
