"""Names of companies as they are looked for: without legal forms, quotation marks and case."""

import re

_SHORT_FORMS = (
    "ооо оао зао пао ао ип нко ано фгуп гуп муп тов прат ат пп фоп дп кп pt cv tbk ud ltd llc inc gmbh ag sa srl bv "
    "oy ab limited company co corp"
)
_FORMS = frozenset(_SHORT_FORMS.split())
# Forms that registers write out in full.
_LONG_FORMS = re.compile(
    r"^(общество с ограниченной ответственностью|публичное акционерное общество|закрытое акционерное общество|"
    r"открытое акционерное общество|акционерное общество|индивидуальный предприниматель|"
    r"товариство з обмеженою відповідальністю|приватне акціонерне товариство|акціонерне товариство|"
    r"приватне підприємство|perseroan terbatas|perusahaan perseroan)\b"
)


def search_key(name: str) -> str:
    """`кафе утро` of ООО «Кафе «Утро»»."""
    words = re.sub(r"[^\w]+", " ", name.casefold().replace("ё", "е")).strip()
    kept = [word for word in _LONG_FORMS.sub("", words).split() if word not in _FORMS]
    return " ".join(kept)[:240]
