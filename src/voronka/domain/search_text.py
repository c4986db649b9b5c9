"""Text as the search sees it: one folded form across scripts, so that "sam" finds "Самойлова".

The index keeps the folded form; a query is folded the same way. A query typed on the wrong keyboard
layout ("cfv" for "сам") is tried in its other readings as well.
"""

import re
import unicodedata
from collections.abc import Iterable

# Practical romanisation of Russian and Ukrainian, close to what people type; letters that differ
# between the two (г, и, х) take the commoner reading, for a match matters here, not the spelling.
_LATIN = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя",
        [
            "a", "b", "v", "g", "g", "d", "e", "e", "e", "zh", "z", "i", "i", "i", "i", "k", "l", "m", "n",
            "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "sch", "", "i", "", "e", "iu", "ia",
        ],
        strict=True,
    )
)  # fmt: skip
_TO_LATIN = str.maketrans(_LATIN)
_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю"
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю"
_LAYOUTS = (
    str.maketrans(_QWERTY, _RUSSIAN),
    str.maketrans(_QWERTY, _UKRAINIAN),
    str.maketrans(_RUSSIAN, _QWERTY),
    str.maketrans(_UKRAINIAN, _QWERTY),
)
SHORTEST = 3
# Digits from which on they are a number as it is dialled and no part of one.
_WHOLE_NUMBER = 7
# Stands in no folded text.
BEGINNING = "^"


def fold(text: str) -> str:
    """Lower case, Latin letters, no accents, single spaces; y and i are one."""
    # Composed first: a mathematical Α is no capital before it is an Α. Latin last: ў is у once its mark is gone.
    lowered = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    words = re.sub(r"[^\w@.+-]+", " ", plain.translate(_TO_LATIN).replace("y", "i"))
    return re.sub(r"\s+", " ", words).strip()


def document(parts: Iterable[str]) -> str:
    """The folded text of one search document, marked at its beginning; empty parts are left out.

    The first part is what the thing is called. By the mark a trigram index finds what a name begins with.
    """
    return BEGINNING + " ".join(folded for part in parts if (folded := fold(part)))


def readings(query: str) -> list[str]:
    """The folded query first, then its readings on other keyboard layouts, without doubles."""
    lowered = query.casefold()
    candidates = [query, *(lowered.translate(layout) for layout in _LAYOUTS)]
    return list(dict.fromkeys(folded for c in candidates if (folded := fold(c))))


def phone_digits(query: str) -> str | None:
    """The digits of a query that looks like a part of a telephone number, else None.

    What is dialled before a longer number is dropped, as E.164 has none of it: the way abroad (00, in Russia
    8 10), the trunk 8 or 0, and the "(0)" between a country's code and a number.
    """
    typed = query.strip()
    if not re.fullmatch(r"[\d\s()+.\-–/]+", typed):
        return None
    digits = re.sub(r"\D", "", typed.replace("(0)", ""))
    if len(digits) >= _WHOLE_NUMBER and not typed.startswith("+"):
        digits = re.sub(r"^(00|810|[80])", "", digits)
    return digits if len(digits) >= SHORTEST else None


def words(folded: str) -> list[str]:
    """The words of a folded text that are long enough to be found by."""
    return [word for word in folded.split(" ") if len(word) >= SHORTEST]
