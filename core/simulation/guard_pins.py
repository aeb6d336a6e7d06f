"""What a client cannot be wrong about: own name, own age, number of children."""

import re

from core.domain.profile import ClientProfile

_SMALL = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_ROUND = """
twenty thirty forty fifty sixty seventy eighty ninety
"""
_UNITS = _SMALL.split()
_TENS = _ROUND.split()
_SPANISH = {"uno": 1, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6}
NUMBERS = {
    **{word: number for number, word in enumerate(_UNITS, 1)},
    **{word: number * 10 for number, word in enumerate(_TENS, 2)},
    **{
        f"{ten}-{unit}": (number * 10) + digit
        for number, ten in enumerate(_TENS, 2)
        for digit, unit in enumerate(_UNITS[:9], 1)
    },
    **_SPANISH,
}
_NUMBER = r"(\d{1,3}|[a-zé]+(?:-[a-z]+)?)"
_AGE = re.compile(
    rf"\b(?:i(?:['’]m| am) {_NUMBER} years old\b|i(?:['’]m| am) (\d{{2}})(?=[.,!?]|\s+and\b|$)|"
    rf"tengo {_NUMBER} años\b)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:my name(?:['’]s| is)|me llamo|mi nombre es) ([^\W\d_][\w'’-]*)", re.IGNORECASE
)
_OWN_CHILDREN = re.compile(
    rf"\b(?:i(?:['’]ve| have)(?: got)?|tengo) {_NUMBER} (?:children|kids|hijos)\b", re.IGNORECASE
)
_CHILDREN = re.compile(rf"\b{_NUMBER} (?:children|kids|hijos)\b", re.IGNORECASE)
_NICKNAME = re.compile(r"[\w'’-]+")


def breaks_pins(text: str, profile: ClientProfile) -> bool:
    """Whether the reply states another name, age or number of children than the surface does."""
    who = profile.identity
    names = {word.casefold() for word in _NICKNAME.findall(f"{who.name} {who.background}")}
    if any(name.casefold() not in names for name in _NAME.findall(text)):
        return True
    ages = [_number(next(filter(None, found))) for found in _AGE.findall(text)]
    if any(age not in {None, who.age} for age in ages):
        return True
    known = _counts(_CHILDREN, f"{who.household} {who.background} {profile.presenting_problem}")
    return bool(known) and bool(_counts(_OWN_CHILDREN, text) - known)


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else NUMBERS.get(word.casefold())


def _counts(pattern: re.Pattern[str], text: str) -> set[int]:
    found = (_number(word) for word in pattern.findall(text))
    return {number for number in found if number is not None}
