"""Words of a reply: sets, runs of four, and which language they are."""

import re
import unicodedata
from functools import lru_cache

Runs = frozenset[tuple[str, ...]]
RUN = 4
FEWEST_RUNS = 3
ENOUGH_WORDS = 6
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_COMMON = {
    "en": "the and to of a i you it is that in was for my me not but do have with on he she they "
    "we so be at what this just no about there him her don't it's i'm know like",
    "es": "el la los las de que y a en un una por con no se me mi lo es pero para como más le ya "
    "al del su yo eso está esto muy cuando si sin porque ella él nada todo qué",
    "fr": "le la les de et à un une je que ne pas est dans pour mon ma ce il elle vous nous avec "
    "sur mais des du en qui c'est j'ai",
    "de": "der die das und ich nicht ist es zu ein eine mit auf für sie er wir aber war mir mich "
    "den dem von haben auch",
    "pt": "o os as de que e um uma não eu para com por mas mais meu minha ele ela isso está muito "
    "em do da no na se",
    "it": "il lo la gli le di che e un una non io per con ma più mio mia lui lei questo è sono "
    "ho mi si del della",
}
COMMON = {tongue: frozenset(listed.split()) for tongue, listed in _COMMON.items()}


def words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.replace("’", "'").casefold()))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard index of two sets of words."""
    return len(one & other) / max(1, len(one | other))


def containment(block: Runs, within: Runs) -> float:
    """Share of the block's runs of four words that stand in `within` too."""
    if len(block) < FEWEST_RUNS:
        return 0.0
    return len(block & within) / len(block)


@lru_cache(maxsize=256)
def runs(text: str) -> Runs:
    """Every four words in a row; the fixed texts that drafts are held against are read once."""
    listed = words(text)
    return frozenset(listed[at : at + RUN] for at in range(len(listed) - RUN + 1))


def is_foreign(text: str, language: str) -> bool:
    """Whether the reply is written in another script or plainly in another language."""
    if _is_other_script(text):
        return True
    own = language.split("-", 1)[0]
    said = words(text)
    if own not in COMMON or len(said) < ENOUGH_WORDS:
        return False
    counts = {tongue: sum(word in listed for word in said) for tongue, listed in COMMON.items()}
    strangest = max(count for tongue, count in counts.items() if tongue != own)
    return strangest > 2 * counts[own] and strangest * 4 >= len(said)


def _is_other_script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return len(letters) - latin > len(letters) // 5
