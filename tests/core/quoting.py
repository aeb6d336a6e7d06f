"""Quotes for sweeps: true ones as a model mangles them, altered ones, invented ones."""

import random
import re
import unicodedata
from functools import cache

from core.domain.session import Message, Role
from core.evaluation.evidence import Searchable, searchable
from core.library.loader import load_shipped
from tests.core.interviews import play, random_lines

LINES = (
    "Ich weiß nicht — „alles gut“, sagte er … und dann ging er.",
    "No sé qué decirle; «ya está», me dijo mi madre. ¿Y ahora qué?",
    "他说他不想回家,因为家里没有人等他。我不知道怎么办才好。",
    "मुझे रात को नींद नहीं आती और दिन में थकान रहती है।",
    "لا أنام جيدا منذ أن رحل أخي، ولا أحد يسأل عني.",
    "אני לא ישנה טוב מאז שהוא עזב את הבית שלנו.",
    "I can't… I mean, the ﬁrst ½ of it was ﬁne 🙂 then I don't know 👩‍👩‍👧.",
    "ガンバッテいます、と言われても困ります。ﾊﾞｶみたいです。",
    "Cafe\u0301 at noon, the nai\u0308ve plan, it was Øyvind's idea after all.",
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
OTHERS = ("never", "purple", "seventeen", "gladly", "Tuesday", "uncle", "quietly", "bridge")


@cache
def transcripts() -> tuple[tuple[Message, ...], ...]:
    """One interview of each shipped client, and one with lines in every script."""
    played = tuple(
        play(profile, random_lines(profile, number))[0]
        for number, profile in enumerate(load_shipped(), start=3)
    )
    roles = (Role.CLIENT, Role.STUDENT)
    mixed = tuple(
        Message(n, (n + 1) // 2, roles[n % 2], text, n) for n, text in enumerate(LINES, start=1)
    )
    return (*played, mixed)


@cache
def readable(number: int) -> Searchable:
    return searchable(transcripts()[number])


def cut(rng: random.Random, line: Message) -> str:
    """Three words or more of a line, from the first letter to the last; the line when shorter."""
    words = list(WORD.finditer(line.text))
    if len(words) < 4 or any(unicodedata.category(letter)[0] == "M" for letter in line.text):
        return line.text
    first = rng.randrange(len(words) - 2)
    last = rng.randrange(first + 2, len(words))
    return line.text[words[first].start() : words[last].end()]


def mangled(rng: random.Random, quote: str) -> str:
    """The same words as a model types them."""
    changes = (
        lambda text: text.replace("'", "’"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  \n"),
        lambda text: text.upper() if text.isascii() else text,
        lambda text: f"“{text}”",
        lambda text: f'"{text}"',
        lambda text: text.replace("-", "–"),
        lambda text: f" {text} ",
    )
    for change in rng.sample(changes, rng.randint(0, 3)):
        quote = change(quote)
    return quote


def altered(rng: random.Random, quote: str) -> str:
    """One word replaced by a word that is nowhere in the transcripts."""
    words = list(WORD.finditer(quote))
    if not words:
        return f"{quote} purple"
    one = rng.choice(words)
    return f"{quote[: one.start()]}{rng.choice(OTHERS)}zz{quote[one.end() :]}"
