"""The form of spoken words: no markup, no stage directions, no lines for anybody else."""

import re

_MARKUP = re.compile(
    r"^[^\S\n]*(?:[-*+•–—]\s|\d{1,2}[.)]\s|#{1,6}\s|>\s)"  # lists, headings, quotations
    r"|```|~~|\*\*|__|`"
    r"|^[^\S\n]*\|.*\|[^\S\n]*$"
    r"|\]\(|!\["
    r"|\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\bmailto:"
    r"|\b[\w-]{2,63}\.(?:com|org|net|io|gov|edu|uk|es|de|xyz|app|dev|info)\b"
    r"|(?<![\w.])@\w|<[@#!:/a-z]",
    re.IGNORECASE | re.MULTILINE,
)
_EMOJI = re.compile("[\u2600-\u27bf\u2b50-\u2b55\U0001f000-\U0001faff\ufe0f\u200d]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_ENDS = re.compile(r"[.!?…]+(?=[\s\"'”’)]|$)")
_STAGE = re.compile(r"\*[^*\n]{1,200}\*|\([^()\n]{1,200}\)|\[[^\[\]\n]{1,200}\]|(?<!\w)_[^_\n]+_")
_MIME = (
    "looks?|sighs?|shrugs?|nods?|pauses?|smiles?|shakes?|glances?|stares?|turns?|leans?|laughs?|"
    "hesitates?|crosses|wipes?|shifts?|frowns?|whispers?|fidgets?|swallows?|mutters?|"
    "mira|suspira|asiente|sonríe|duda|baja|cruza|susurra|niega"
)
_SAYS = "says?|replies|answers?|speaks?|dice|responde|contesta"
# Only as the first words: further on, she and he are the people that the client tells of.
_THIRD = re.compile(rf"\s*(?:she|he|they|ella|él)\s+(?:{_MIME})\b", re.IGNORECASE)
SPEAKER = re.compile(
    r"^[^\S\n]*(?:you|me|user|human|assistant|system|student|the student|social worker|interviewer|"
    r"therapist|counsell?or|nurse|teacher|tú|usted|yo|usuario|estudiante|alumn[oa]|"
    r"trabajadora?\s+social|entrevistadora?|asistente|sistema)[^\S\n]*:",
    re.IGNORECASE | re.MULTILINE,
)
_SILENCE = re.compile(r"[\s.…·—–-]{1,20}")


def is_silence(text: str) -> bool:
    """Dots are what a person's silence looks like in a chat."""
    return "." in text.replace("…", ".") and _SILENCE.fullmatch(text) is not None


def breaks_form(text: str, sentences_most: int, length_most: int) -> bool:
    """Markup, things that cannot be spoken, or far too much of it."""
    if len(text) > length_most or _UNSEEN.search(text) or _EMOJI.search(text):
        return True
    return bool(_MARKUP.search(text)) or len(_ENDS.findall(text)) > sentences_most


def narrates(text: str, name: str) -> bool:
    """Stage directions, or oneself told from outside."""
    if _STAGE.search(text) or _THIRD.match(text):
        return True
    names = "|".join(re.escape(part) for part in {name, *name.split()} if len(part) > 1)
    told = rf"(?:^|[.!?…]\s+)(?:{names})(?:\s+(?:{_MIME}|{_SAYS})\b|\s*:)"
    return bool(names) and re.search(told, text, re.IGNORECASE) is not None
