"""Structured identifiers are found in 500 generated samples, and nothing is found elsewhere."""

import csv
import random
import string
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest

from core.simulation.identifiers import Kind, identifiers

PAYLOADS = Path(__file__).parents[1] / "payloads"
Draw = Callable[[random.Random], str]

NAMES = ["maria.lopez", "j_smith", "Ana.K", "tom+work", "x.y.z", "keisha99", "O-Brien"]
HOSTS = ["example.org", "mail.example.co.uk", "uni-x.edu", "clinic.example.com"]
STREETS = ["Maple", "Old Mill", "Martin Luther King", "St. Mary's", "5th", "Elm", "Queen Anne"]
ENDS = ["Street", "St", "Ave", "Road", "rd.", "Lane", "Blvd", "Drive", "Court", "Terrace"]
CALLES = ["Mayor", "San Martín", "de la Luz", "Doctor Fleming", "Las Heras"]
MONTHS = ["January", "Feb", "march", "April", "May", "Jun.", "July", "Sept", "October", "Dec"]
FRAMES = [
    "So her {} is in my notes.",
    "you can reach me: {}",
    "My client wrote {} on the form, and then she left",
    "{}",
    "Is {} still right?",
    "ok so ({}) that is what he gave me",
    "I wrote it down, {}, and what happened then?",
]


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(string.digits[1:]) for _ in range(count))


def email(rng: random.Random) -> str:
    mark = rng.choice(["@", "@", "@", " at ", "(at)", " [at] "])
    host = rng.choice(HOSTS)
    return f"{rng.choice(NAMES)}{mark}{host if '@' in mark else host.replace('.', ' dot ', 1)}"


def phone(rng: random.Random) -> str:
    a, b, c = digits(rng, 3), digits(rng, 3), digits(rng, 4)
    shape = rng.choice(
        [
            "({a}) {b}-{c}",
            "{a}-{b}-{c}",
            "{a}.{b}.{c}",
            "{a} {b} {c}",
            "{a}{b}{c}",
            "+1 {a} {b} {c}",
            "+34 6{x} {b} {a}",
            "07{a} {b}{x}1",
            "020 7{a} {c}",
            "+44 20 7{a} {c}",
            "{b}-{c}",
            "+54 9 11 {c}-{c}",
            "6{x} {a} {b}",
            "0{a} {b}{x}1",
        ]
    )
    return shape.format(a=a, b=b, c=c, x=digits(rng, 2))


def record(rng: random.Random) -> str:
    shape = rng.choice(
        [
            "{a}-{x}-{c}",
            "SSN {a} {x} {c}",
            "case number {c}{a}",
            "case #{x}-{c}",
            "MRN: {c}{a}",
            "file no. {c}/{x}",
            "Medicaid ID AB{c}{a}",
            "passport X{c}{a}",
            "DNI {c}{c}K",
            "NHS number {a} {b} {c}",
            "client id {c}{x}",
            "policy number: QX-{c}{a}",
            "{c}{c}Z",
            "QQ {x} {x} {x} C",
            "{c} {c} {c} {c}",
            "student number s{c}{a}",
            "expediente {c}/{x}",
            "account number {c}{c}",
            "ES{x} {c} {c} {c} {c} {c}",
            "driver's license D{c}{a}",
        ]
    )
    return shape.format(a=digits(rng, 3), b=digits(rng, 3), c=digits(rng, 4), x=digits(rng, 2))


def birth(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1930, 2015)
    word = rng.choice(MONTHS)
    return rng.choice(
        [
            f"{day}/{month}/{year}",
            f"{month:02}/{day:02}/{year % 100:02}",
            f"{day}.{month}.{year}",
            f"{year}-{month:02}-{day:02}",
            f"{word} {day}, {year}",
            f"{day} {word} {year}",
            f"DOB {month}-{day}-{year}",
            f"born on {word} {day}th",
            f"{day}th of {word} {year}",
            f"{day} de marzo de {year}",
            f"nació el {day} de abril",
            f"{word} {day}th {year}",
        ]
    )


def address(rng: random.Random) -> str:
    number, street, end = rng.randint(1, 9999), rng.choice(STREETS), rng.choice(ENDS)
    return rng.choice(
        [
            f"{number} {street} {end}",
            f"{number} N. {street} {end}, Apt {number % 90 + 1}B",
            f"calle {rng.choice(CALLES)} {number % 300 + 1}",
            f"Av. {rng.choice(CALLES)} {number}",
            f"P.O. Box {number}",
            "SW1A 2AA",
            "M4 5TG",
            f"OH 4{digits(rng, 4)}",
            "K1A 0B1",
            f"{number}A {street} {end}",
            f"C/ {rng.choice(CALLES)}, {number % 90 + 1}",
        ]
    )


MAKERS: tuple[tuple[Kind, Draw], ...] = (
    (Kind.EMAIL, email),
    (Kind.PHONE, phone),
    (Kind.RECORD, record),
    (Kind.BIRTH, birth),
    (Kind.ADDRESS, address),
)


def covered(text: str, value: str, kind: Kind) -> bool:
    """Whether all of an e-mail, or every digit of another identifier, lies within found places."""
    start = text.index(value)
    inside = {place for found in identifiers(text) for place in range(found.start, found.end)}
    whole = range(start, start + len(value))
    asked = [place for place in whole if kind is Kind.EMAIL or text[place].isdigit()]
    return all(place in inside for place in asked)


def test_99_of_100_structured_identifiers_are_found() -> None:
    rng = random.Random(20)
    found, missed = Counter[Kind](), []
    for _ in range(100):
        for kind, make in MAKERS:
            value = make(rng)
            text = rng.choice(FRAMES).format(value)
            found[kind] += covered(text, value, kind)
            missed += [] if covered(text, value, kind) else [text]
    print(f"identifiers: {sum(found.values())}/500 {dict(found)} missed={missed}")
    assert sum(found.values()) >= 495


@pytest.mark.parametrize(
    "text",
    [
        "On a scale from 0 to 10, how ready are you?",
        "Your blood pressure is 152 over 94, or 152/94.",
        "So that's 2-3 drinks a night, 14 a week.",
        "In 2019 you moved, and in 2021 you moved again.",
        "Is this the way you want to live?",
        "You walked 2 miles in the rain at 11:30 pm.",
        "It costs 1,200 a month, about 40% of what you earn.",
        "You can call 911 or 988 at any time.",
        "24/7, that is what it feels like.",
        "There are 3 ways to drive there.",
        "You took 50 mg at 8 and 100 mg at 10.",
        "It's about 500 to 600 calories.",
        "In that case 2 of your kids stay with you?",
    ],
)
def test_numbers_of_an_interview_are_no_identifiers(text: str) -> None:
    assert identifiers(text) == ()


@pytest.mark.parametrize("name", ["utterances_en", "utterances_es", "distress_en"])
def test_labelled_utterances_hold_no_identifier(name: str) -> None:
    with (PAYLOADS / f"{name}.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert [row["text"] for row in rows if identifiers(row["text"])] == []


def test_found_places_do_not_overlap_and_stand_in_order() -> None:
    found = identifiers("Write to a@example.org, call (555) 201-3344, born 3/4/1980.")
    assert [place.kind for place in found] == [Kind.EMAIL, Kind.PHONE, Kind.BIRTH]
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize("piece", ["1", "1 ", "a@", "(555) ", "1 a ", "id ", "calle a ", "a1 "])
def test_a_megabyte_is_read_in_bounded_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = process_time()
    identifiers(text)
    assert process_time() - start < 0.5
