"""The text of a note as a page shows it: escaped, its https addresses clickable, its mentions marked."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

# Only https: what a link from our pages opens must not be read or changed on its way.
_LINK = r"https://[^\s<>\"'«»“”]+"
# Marks that end a sentence rather than an address.
_TRAILING = ".,;:!?)]}…"


def note_html(text: str, mentions: Iterable[str] = ()) -> Markup:
    """The note as safe HTML; line breaks are left to the style sheet. `mentions` are the full names meant."""
    names = sorted((name for name in mentions if name), key=len, reverse=True)
    marks = "|".join([_LINK, *(rf"@{re.escape(name)}\b" for name in names)])
    parts: list[Markup] = []
    end = 0
    for found in re.finditer(marks, text, re.IGNORECASE):
        parts += [escape(text[end : found.start()]), _marked(found.group())]
        end = found.end()
    return Markup().join([*parts, escape(text[end:])])


def _marked(found: str) -> Markup:
    if found.startswith("@"):
        return Markup('<span class="mention">{}</span>').format(found)
    address = found.rstrip(_TRAILING)
    link = Markup('<a class="link" href="{}" rel="noopener noreferrer" target="_blank">{}</a>')
    return link.format(address, address) + escape(found[len(address) :])
