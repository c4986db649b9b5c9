"""What is kept of a person, where, and what becomes of it when they ask to be forgotten. ADR 0047.

Every column with words in it is named here, as one of a client's or as one that holds none: a test finds those that are
missing. What an erasure leaves is what figures are made of: how many deals, when, at which stage, for how much.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# What stands where something of the person stood.
MASK = "•••"


class Fate(StrEnum):
    """What becomes of a column when the person is erased."""

    # It speaks of the person, and of nothing else.
    EMPTIED = "emptied"
    # It speaks of the business, and may name the person: what names them goes.
    MASKED = "masked"


# How a table's rows lead to the person.
OF_PERSON, OF_DEAL = "contact", "deal__contact"


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with words of clients. `by`: the ways to the person, each of which makes a row theirs."""

    by: tuple[str, ...]
    columns: Mapping[str, Fate]


def _of_deal(*masked: str, by: str = OF_DEAL) -> Holding:
    return Holding((by,), dict.fromkeys(masked, Fate.MASKED))


def _of_person(*emptied: str) -> Holding:
    return Holding((OF_PERSON,), dict.fromkeys(emptied, Fate.EMPTIED))


HELD: Mapping[str, Holding] = {
    "contact": Holding(("pk",), dict.fromkeys(("name", "position", "language", "description"), Fate.EMPTIED)),
    "phone": _of_person("e164", "typed", "label"),
    "email": _of_person("address"),
    "consent": _of_person("note"),
    "satisfaction": _of_person("note"),
    "referral": _of_person("name", "phone", "note"),
    "intakerequest": Holding(
        (OF_PERSON, OF_DEAL),
        dict.fromkeys(("raw", "circumstances", "network", "key", "digest", "why"), Fate.EMPTIED),
    ),
    "importrow": _of_person("name", "said", "cells", "filled"),
    "call": Holding((OF_PERSON, OF_DEAL), {"note": Fate.MASKED}),
    "deal": _of_deal(
        "title", "need", "budget", "competitor", "description", "exit_note", "external_id", by="contact"
    ),
    "task": _of_deal("title", "question", "outcome"),
    "note": _of_deal("text"),
    "attachment": _of_deal("name"),
    "meeting": _of_deal("place", "note"),
    "dispatch": _of_deal("subject"),
    "payment": _of_deal("note"),
    "signedcontract": _of_deal("number"),
    "confirmation": _of_deal("reason"),
    "objection": _of_deal("words", "answer"),
    "verifiedreason": _of_deal("competitor", "words"),
    "feedbackvoice": _of_deal("words"),
    "handoveroffer": _of_deal("words", "answer"),
    "qualificationanswer": _of_deal("words"),
    "clientcriterion": _of_deal("text", "words"),
    "gatepassage": _of_deal("exception"),
    "passedwithoutfact": Holding(("passage__deal__contact",), dict.fromkeys(("title", "said"), Fate.MASKED)),
    "review": _of_deal("note"),
    "explanation": _of_deal("question", "answer"),
    "sanction": _of_deal("deal_title", "subject"),
    "sanctionstep": Holding(("sanction__deal__contact",), {"words": Fate.MASKED}),
    "notice": _of_deal("payload"),
    "robotrun": _of_deal("moment", "steps", "why"),
    "robotsteprun": Holding(("run__deal__contact",), dict.fromkeys(("result", "error"), Fate.MASKED)),
    "dealtag": _of_deal("name"),
    # Those of the person's own fields go with their numbers.
    "customvalue": _of_deal("text", "text_key"),
    "tender": _of_deal("number", "link"),
    "tendercriterion": Holding(("tender__deal__contact",), {"text": Fate.MASKED}),
    "tenderdocument": Holding(("tender__deal__contact",), {"text": Fate.MASKED}),
}
# What colleagues say of each other's work on the person's deals, and what the product did: no answer to "what do you keep of
# me?", but gone through when they are erased.
INTERNAL = frozenset(
    {
        *("sanction", "sanctionstep", "notice", "robotrun", "robotsteprun", "review", "explanation"),
        *("importrow", "handoveroffer", "gatepassage", "passedwithoutfact", "confirmation"),
    }
)
# Words in those tables that name nobody, and that figures are made of.
KEPT = frozenset(
    {
        *(
            "contact.city",
            "contact.time_zone",
            "contact.city_by",
            "contact.zone_by",
            "deal.currency",
            "deal.source",
        ),
        *(
            "attachment.path",
            "attachment.content_type",
            "attachment.sha256",
            "payment.currency",
            "customvalue.slot",
            "customvalue.currency",
        ),
        *(
            "intakerequest.content_type",
            "importrow.verdict",
            "notice.kind",
            "notice.key",
            "sanction.rule_name",
            "sanction.currency",
        ),
    }
)
# Written anew after the person's rows, gone through by the command itself, or gone with what they tell of.
FOLLOWS = frozenset(
    {"event", "job", "clientmerge", "searchdocument", "searchword", "webhookdelivery", "apianswer"}
)
# Tables whose words are of the set-up, of colleagues, of companies and of the product, not of a client.
FREE = frozenset(
    {
        # Of an import its file and first values go when it ends.
        *("import", "importlayout"),
        *("calendarday", "workcalendar", "workspace", "exchangerate", "demonstration", "erasure"),
        *(
            "user",
            "team",
            "loginfailure",
            "calendarfeed",
            "savedview",
            "pushsubscription",
            "telegramlink",
            "telegramcode",
        ),
        *(
            "pipeline",
            "pipelineversion",
            "playbookversion",
            "stage",
            "stagecriterion",
            "stageflow",
            "stagevisit",
            "reason",
        ),
        *(
            "nurturetrack",
            "tracktouch",
            "handover",
            "objectionkind",
            "delaycause",
            "qualificationquestion",
            "robot",
        ),
        *(
            "sanctionrule",
            "source",
            "sourcename",
            "webform",
            "consentwording",
            "campaigncost",
            "marketcapacity",
        ),
        *("outsidesettings", "outsidecheck", "noticechoice", "noticemessage", "roundclock", "workerlease"),
        *("company", "companyrequisite", "registerentry", "requisitelookup", "problemday", "feedback"),
        *(
            "customfield",
            "customchoice",
            "webhook",
            "webhookattempt",
            "duplicateaudit",
            "duplicatepair",
            "apitoken",
        ),
    }
)


# -- naming somebody -----------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-\u00a0]*\d){5,}")
# By so many of its last digits a number is recognised, however its beginning is written.
_DIGITS = 7
# Shorter words have no end to decline, and are masked only as they are written.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Naming:
    """By what a person is recognised in a text: names, numbers and addresses that they have, or had."""

    stems: frozenset[str]
    short: frozenset[str]
    numbers: frozenset[str]
    addresses: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str], numbers: Iterable[str], addresses: Iterable[str]) -> "Naming":
        """Of texts as they are written."""
        words = {word for name in names for word in _WORD.findall(name)}
        digits = {_digits(number) for number in numbers}
        return cls(
            frozenset(stem for word in words if len(word) >= _SHORTEST for stem in _stems(word)),
            frozenset(word for word in words if len(word) < _SHORTEST),
            frozenset(one[-_DIGITS:] for one in digits if len(one) >= _DIGITS),
            frozenset(filter(None, addresses)),
        )

    def masked(self, text: str) -> str:
        """The text without the person."""
        for address in sorted(self.addresses):
            text = re.sub(re.escape(address), MASK, text, flags=re.IGNORECASE)
        text = _NUMBER.sub(lambda found: MASK if self._is_number(found.group()) else found.group(), text)
        return _WORD.sub(lambda found: MASK if self._is_name(found.group()) else found.group(), text)

    def masked_in(self, value: Any) -> Any:
        """The same of what JSON holds, keys left as they are."""
        match value:
            case str():
                return self.masked(value)
            case Mapping():
                return {key: self.masked_in(one) for key, one in value.items()}
            case list():
                return [self.masked_in(one) for one in value]
            case _:
                return value

    def _is_number(self, text: str) -> bool:
        return _digits(text)[-_DIGITS:] in self.numbers

    def _is_name(self, text: str) -> bool:
        return text in self.short or not self.stems.isdisjoint(_stems(text))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _stems(word: str) -> set[str]:
    """A word, and without each end that it may have been declined by: Иванов, Иванову, Ивановым have one in common.

    Too much is masked rather than too little: an erasure that leaves the name is none.
    """
    plain = word.casefold().replace("ё", "е").removesuffix("'s").removesuffix("’s")
    bare = {plain.removesuffix(ending) for ending in _ENDINGS}
    return {plain} | {stem for stem in bare if len(stem) >= _SHORTEST}


# Of names, in the cases of Russian and Ukrainian.
_ENDINGS = [
    "а",
    "я",
    "у",
    "ю",
    "е",
    "є",
    "и",
    "ы",
    "і",
    "ї",
    "о",
    "й",
    "ь",
    "ой",
    "ей",
    "ою",
    "ею",
    "єю",
    "ём",
    "ом",
    "ем",
    "єм",
    "им",
    "ым",
    "ії",
    "ию",
    "ию",
    "ия",
    "ія",
    "ій",
    "ий",
    "ый",
    "ии",
    "іи",
    "ам",
    "ям",
    "ах",
    "ях",
    "ов",
    "ев",
    "ову",
    "еві",
    "ові",
    "ая",
    "яя",
    "ої",
    "ого",
    "его",
    "ому",
    "ему",
    "ую",
    "юю",
    "ых",
    "их",
    "ими",
    "ыми",
    "ами",
    "ями",
]
