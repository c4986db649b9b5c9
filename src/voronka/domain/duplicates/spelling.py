"""Words of names as they sound: one form for Cyrillic, Latin, and the ways to write the one in the other."""

import re
from functools import lru_cache

from voronka.domain.search_text import fold

# After `fold`: Cyrillic is Latin, y is i. What different romanisations of one letter have in common, longest first.
_SOUNDS = (
    ("shch", "sch"), ("tch", "ch"), ("dzh", "j"), ("kh", "h"), ("zh", "j"), ("tz", "c"), ("ts", "c"), ("ph", "f"),
    ("ck", "k"), ("x", "ks"), ("w", "v"), ("q", "k"), ("ju", "iu"), ("ja", "ia"), ("jo", "e"), ("io", "e"),
    ("ie", "e"), ("je", "e"), ("ij", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
_LAST_J = re.compile(r"(?<=[aeou])j$")
_APART = re.compile(r"[^\w]+")


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """One form of a word: `aleksei` of Алексей, Aleksey, Alexei and Alexey; `iuri` of Юрий, Yuri, Yuriy, Jurij."""
    folded = fold(word)
    for spelled, one in _SOUNDS:
        folded = folded.replace(spelled, one)
    return _DOUBLE.sub(r"\1", _LAST_J.sub("i", folded))


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters, without what stands between them. An apostrophe parts nothing."""
    joined = re.sub(r"[’'`ʼ]", "", text.casefold())
    return [word for word in _APART.sub(" ", joined.replace("_", " ")).split() if word]
