"""Find what names a real person by its form: e-mail, phone, record number, birth date, address.

Only the form is read, so a name alone is never found here. It errs on the side of asking.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.simulation.normalise import lower, normalise

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    "|septiembre|octubre|noviembre|diciembre)"
)
_STREET = (
    "(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|terrace|ter"
    "|way|crescent|close|square|sq|parkway|pkwy|highway|hwy|row|walk|gardens|trail|loop)"
)

# "3 ways to drive there" has a number and a word for streets, yet names none.
_NO_STREET = (
    r"(?!(?:to|of|the|a|an|and|or|in|at|is|was|are|ways?|miles?|times?|minutes?|hours?|days?|weeks?"
    r"|months?|years?|people|kids?|more|other|percent|blocks?|you|your|i|we|he|she|they|it|that"
    r"|mg|ml|units?|drinks?|beers?|per|each|every|on|from|for|with|but|so|because|if)\b)"
)


class Kind(StrEnum):
    """What sort of identifier was found."""

    EMAIL = "email"
    PHONE = "phone"
    RECORD = "record"
    BIRTH = "birth"
    ADDRESS = "address"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A found identifier; positions are in the normalised text, asides included."""

    kind: Kind
    start: int
    end: int


# The first pattern that claims a place keeps it, so the surer forms stand first.
_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.EMAIL,
        re.compile(
            r"[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]{1,63}(?: ?(?:\.|\(dot\)|\[dot\]"
            r"| dot ) ?[\w-]{1,40}){1,4}"
            r"|[\w.+-]{1,64} at (?:[\w-]{1,40}\.)?[\w-]{1,40}"
            r"(?: dot [\w-]{2,20}(?:\.[\w-]{2,12}){0,3}){1,3}"
        ),
    ),
    (Kind.LINK, re.compile(r"(?:https?://|www\.)[^\s<>\"]{3,200}")),
    (Kind.RECORD, re.compile(r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])")),
    (
        Kind.RECORD,
        re.compile(
            r"\b(?:ssn|social security|social|sin|nino|national insurance|ni number|nhs|mrn"
            r"|medical record"
            r"|case|file|chart|client|patient|member|policy|claim|account|acct|record|licen[cs]e"
            r"|driver'?s licen[cs]e|passport|medicaid|medicare|insurance|student|id|dni|nie|curp"
            r"|cedula"
            r"|cédula|expediente|pasaporte|docket|inmate|badge|permit|visa|reference|ref|iban|card)"
            r"(?: (?:number|no|id|num|nr|nummer|número|numero|card|code))?\.? ?(?:is|was|es|:|#|="
            r"|nr\.?|no\.?|,)* ?"
            r"(?:[a-z]{0,4}[-/ ]?\d[\d/-]{2,18}(?: \d{2,6}){0,5}[a-z]?|[a-z]{1,3}\d[a-z\d-]{3,18}"
            r"|\d[a-z\d-]{4,18})(?!\w)"
        ),
    ),
    (Kind.RECORD, re.compile(r"(?<!\w)[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?!\w)")),
    (
        Kind.RECORD,
        re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z\d]{4}){3,7}(?: ?[a-z\d]{1,3})?(?!\w)"),
    ),
    (Kind.RECORD, re.compile(r"(?<![\w-])(?:\d{4}[ -]?){3}\d{4}(?![\w-])")),
    (
        Kind.RECORD,
        re.compile(r"(?<![\w-])[a-z]{1,3}-?\d{6,12}[a-z]?(?![\w-])|(?<![\w-])\d{8}-?[a-z](?!\w)"),
    ),
    (
        Kind.BIRTH,
        re.compile(
            r"(?<![\w/.-])(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}|(?:19"
            r"|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2})(?![\w/-])"
        ),
    ),
    (
        Kind.BIRTH,
        re.compile(
            rf"(?<!\w)(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?(?:19|20)\d{{2}}"
            rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of| de)? {_MONTH}\.?,?(?: of| de| del)? (?:19"
            rf"|20)\d{{2}})(?!\w)"
        ),
    ),
    (
        Kind.BIRTH,
        re.compile(
            rf"\b(?:dob|d\.o\.b\.?|date of birth|birthday|born|birthdate|nació|nacio|nacid[oa]"
            rf"|fecha de nacimiento)"
            rf"(?: (?:is|was|on|in|el|es|the))*[: ]{{0,2}}(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?"
            rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of| de)? {_MONTH}|\d{{6,8}})(?!\w)"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w.])\d{{1,5}}[a-z]?(?:-\d{{1,4}})?,? (?:[nsew]\.? |north |south |east |west )?"
            rf"(?:{_NO_STREET}[\w'.-]{{1,20}} ){{1,3}}?{_STREET}\.?(?!\w)(?:,? (?:apt|apartment"
            rf"|unit|suite"
            rf"|flat|#)\.? ?\w{{1,5}})?"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            r"\b(?:calle|avenida|avda?\.?|av\.|paseo|plaza|carrera|camino|ronda|pasaje|c/)"
            r" (?:[\w'.ñáéíóú-]{1,20},? ){1,5}?(?:n[º°o]?\.? ?|#|número |numero )?\d{1,5}(?!\w)"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            r"\b(?:p\.? ?o\.? ?box|apartado(?: de correos)?|apt|apartment|flat|unit|zip(?: code)?"
            r"|postcode) ?#?\d{1,6}[a-z]?(?!\w)"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            r"(?<!\w)(?:[a-z]{1,2}\d{1,2}[a-z]? \d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d"
            r"|[a-z]{2},? \d{5}(?:-\d{4})?)(?!\w)"
        ),
    ),
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\w.])(?:\+|00)\d{1,3}[ .-]?(?:\(?\d{1,4}\)?[ .-]?){2,5}\d{2,4}(?!\w)"
            r"|(?<![\w.])\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\w)"
            r"|(?<![\w.])0\d{2,4}[ .-]?\d{3,4}[ .-]?\d{3,4}(?!\w)"
            r"|(?<![\w.])\d{3}[ .-]\d{4}(?!\w)"
            r"|(?<![\w.])[6-9]\d{2}[ .-]?\d{2,3}[ .-]?\d{2,3}(?:[ .-]?\d{2})?(?!\w)"
        ),
    ),
    (Kind.RECORD, re.compile(r"(?<![\w-])\d{9,12}(?![\w-])")),
)


def identifiers(text: str) -> tuple[Identifier, ...]:
    """Structured identifiers in order of place; none overlaps another."""
    lowered = lower(normalise(text, asides=True))
    found: list[Identifier] = []
    for kind, form in _FORMS:
        for match in form.finditer(lowered):
            start, end = match.span()
            if all(end <= other.start or other.end <= start for other in found):
                found.append(Identifier(kind, start, end))
    return tuple(sorted(found, key=lambda identifier: identifier.start))
