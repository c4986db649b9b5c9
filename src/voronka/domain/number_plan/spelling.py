"""How Russian towns are spelled in English and Ukrainian, by the rules that maps go by.

Those whose names go by no rule stand in places.txt.
"""

import re

_CYRILLIC = "абвгдёжзийклмнопрстуфхцчшщыэюя"
_ROMAN = "a b v g d yo zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya"
_LATIN = dict(zip(_CYRILLIC, _ROMAN.split(), strict=True)) | {"ь": "", "ъ": ""}
_VOWELS_AND_SIGNS = "аеёиоуыэюяьъ"
_HISSING = "жчшщц"
_UKRAINIAN = {"э": "е", "ы": "и", "ъ": "’"}
# Of adjectives, after their letters have been changed one by one.
_ENDINGS = (
    ("(?<=[бвгджзклмнпрстфхцчшщ])(ий|ій)$", "ий"),
    ("(?<=[бвгджзклмнпрстфхцчшщ])(иє|іє|иї|ії)$", "і"),
    ("(?<=[бвгджзклмнпрстфхцчшщ])(оє|еє)$", "е"),
    ("(?<=[бвгджзклмнпрстфхцчшщ])ая$", "а"),
    ("^ніжн", "нижн"),
    ("няя$", "ня"),
    ("([сц])к(ий|е|а|і)?$", r"\1ьк\2"),
)


def in_english(name: str) -> str:
    """`Yekaterinburg` of Екатеринбург."""
    words = re.split(r"([ -])", name)
    return "".join(_word_in_english(word) for word in words)


def _word_in_english(word: str) -> str:
    text, made = re.sub("(ый|ий)$", "ы", word.lower()), ""
    for at, letter in enumerate(text):
        before = text[at - 1] if at else ""
        if letter == "е":
            made += "ye" if not before or before in _VOWELS_AND_SIGNS else "e"
        elif letter == "ё" and before and before in _HISSING:
            made += "o"
        else:
            made += _LATIN.get(letter, letter)
    return made[:1].upper() + made[1:] if word[:1].isupper() else made


def in_ukrainian(name: str) -> str:
    """`Єкатеринбург` of Екатеринбург."""
    words = re.split(r"([ -])", name)
    return "".join(_word_in_ukrainian(word) for word in words)


def _word_in_ukrainian(word: str) -> str:
    text = word.lower()
    made = "".join(_letter(letter, text[at - 1] if at else "") for at, letter in enumerate(text))
    for ending, theirs in _ENDINGS:
        made = re.sub(ending, theirs, made)
    return made[:1].upper() + made[1:] if word[:1].isupper() else made


def _letter(letter: str, before: str) -> str:
    starts = not before or before in _VOWELS_AND_SIGNS
    if letter == "е":
        return "є" if starts else "е"
    if letter == "ё":
        return "йо" if starts else "о" if before in _HISSING else "ьо"
    if letter == "и":
        if before and before in "аеёиоуыэюя":
            return "ї"
        return "и" if before and before in _HISSING else "і"
    return _UKRAINIAN.get(letter, letter)
