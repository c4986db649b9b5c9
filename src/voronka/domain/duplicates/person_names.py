"""Names of persons, part by part: given names under whatever short or foreign form, surnames, patronymics, titles."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from voronka.domain.duplicates.spelling import sound, words_of

_TITLE_WORDS = (
    "mr mrs ms miss mx sir dame lord lady dr prof professor rev reverend hon capt captain major col colonel general "
    "baronet bt baron baroness earl viscount duke marquess count esq jr sr jnr snr junior senior phd md mba obe mbe cbe "
    "herr frau mme mlle monsieur señor señora don "
    "г-н г-жа господин госпожа пан пани пані тов доктор проф ип фоп "
    "pak bapak bu ibu bpk sdr sdri kak mas mbak haji hajjah hj drs dra ir se sh mm st skom "
    "of the and"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_SURNAME_WORDS = "pak don kak mas"
_SURNAMES_TOO = frozenset(_SURNAME_WORDS.split())
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)?|[ivx]{2,}")
_PARTICLE_WORDS = "de da di du del della von van der den la le bin binti al el ibn ter ten zu af"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_PATRONYMIC = re.compile(
    r"\w{2,}(ович|евич|йович|ьич|мич|овна|евна|ична|инична|івна|ївна|ovich|evich|iovich|ovych|yovych|"
    r"ovna|evna|ichna|ivna|yivna)"
)
_LONGEST_PARTS = 6


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name as sounds. `given`: what the given name may stand for; `words`: all of it without titles."""

    given: str
    given_forms: tuple[str, ...]
    surname: str
    middle: str
    patronymic: str
    words: tuple[str, ...]


@cache
def _known_given() -> Mapping[str, tuple[str, ...]]:
    """The sound of each form -> the names that it may stand for."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    text = files("voronka.domain.duplicates").joinpath("given_names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, *forms = line.split()
            for form in (name, *forms):
                found[sound(form)][sound(name)] = None
    return {form: tuple(names) for form, names in found.items()}


def stands_for(word: str) -> tuple[str, ...]:
    """What a given name may be in full: both Александр and Александра for Саша; itself where it is not known."""
    return _known_given().get(word, (word,))


def is_patronymic(word: str) -> bool:
    """Whether a word is somebody's father's name, in Cyrillic or Latin."""
    return _PATRONYMIC.fullmatch(word) is not None


def parts_of(name: str, given: str = "", surname: str = "") -> NameParts:
    """The parts of a name: of what is known of them, else by what kind of words they are."""
    if given or surname:
        return _told(given, surname)
    words = _named(words_of(name)[:_LONGEST_PARTS])
    patronymic = next((word for word in words[1:] if is_patronymic(word)), "") if len(words) > 2 else ""
    rest = [sound(word) for word in words if word != patronymic]
    # With a patronymic: given name before it, or all three with the surname first.
    first, last, between = _placed(rest, words, patronymic)
    return _parts(first, last, between, sound(patronymic), rest)


def _told(given: str, surname: str) -> NameParts:
    first, *more = [sound(word) for word in words_of(given)] or [""]
    last = "".join(sound(word) for word in words_of(surname))
    return _parts(first, last, more, "", [word for word in (first, *more, last) if word])


def _placed(rest: list[str], words: list[str], patronymic: str) -> tuple[str, str, list[str]]:
    if len(rest) == 1:
        return (rest[0], "", []) if rest[0] in _known_given() else ("", rest[0], [])
    if not rest:
        return "", "", []
    if patronymic:
        is_surname_first = words.index(patronymic) > 1
    else:
        is_surname_first = rest[0] not in _known_given() and rest[-1] in _known_given() and len(rest) == 2
    ordered = [*rest[1:], rest[0]] if is_surname_first else rest
    between = [word for word in ordered[1:-1] if word not in _PARTICLES]
    return ordered[0], ordered[-1], between


def _parts(first: str, last: str, between: list[str], patronymic: str, words: list[str]) -> NameParts:
    forms = stands_for(first) if first else ()
    return NameParts(
        given=forms[0] if len(forms) == 1 else first,
        given_forms=forms,
        surname=last,
        middle=" ".join(between),
        patronymic=patronymic,
        words=tuple(sorted({word for word in words if word and word not in _PARTICLES})),
    )


def _named(words: list[str]) -> list[str]:
    """The words without titles. One that is a surname elsewhere (Pak, Don, Kak) is a title before a name only."""
    left = [
        word for at, word in enumerate(words) if not _is_title(word) or (at > 0 and word in _SURNAMES_TOO)
    ]
    return left or words[:1]


def _is_title(word: str) -> bool:
    return word in _TITLES or _ORDINAL.fullmatch(word) is not None
