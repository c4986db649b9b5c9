"""Requests and sources in words: kinds, rules, what became of a request and why."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.intake import (
    BROKEN,
    UNREADABLE,
    KnownRule,
    OwnerRule,
    RequestState,
    SourceKind,
    Spam,
)
from voronka.web.labels import Label

KINDS: Mapping[SourceKind, Label] = {
    SourceKind.FORM: gettext_lazy("Form on a site"),
    SourceKind.ENDPOINT: gettext_lazy("Address for programs (JSON)"),
    SourceKind.PHONE: gettext_lazy("Telephone"),
    SourceKind.MAIL: gettext_lazy("Mail"),
    SourceKind.MESSENGER: gettext_lazy("Messenger"),
    SourceKind.EVENT: gettext_lazy("Exhibition, festival, event"),
    SourceKind.IMPORT: gettext_lazy("Import"),
    SourceKind.HAND: gettext_lazy("Typed by hand"),
}
KIND_ICONS: Mapping[SourceKind, str] = {
    SourceKind.FORM: "clipboard-check",
    SourceKind.ENDPOINT: "zap",
    SourceKind.PHONE: "phone",
    SourceKind.MAIL: "mail",
    SourceKind.MESSENGER: "message-circle",
    SourceKind.EVENT: "megaphone",
    SourceKind.IMPORT: "upload",
    SourceKind.HAND: "hand",
}
OWNER_RULES: Mapping[OwnerRule, Label] = {
    OwnerRule.NOBODY: gettext_lazy("nobody yet: it waits in Unsorted"),
    OwnerRule.IN_TURN: gettext_lazy("the sellers of the team in turn"),
    OwnerRule.LEAST_LOADED: gettext_lazy("whoever has the fewest open deals"),
}
KNOWN_RULES: Mapping[KnownRule, Label] = {
    KnownRule.NEW_DEAL: gettext_lazy("a new deal of theirs"),
    KnownRule.OPEN_DEAL: gettext_lazy("more of their open deal, if there is one"),
}
STATES: Mapping[RequestState, Label] = {
    RequestState.RECEIVED: pgettext_lazy("a request", "waits"),
    RequestState.MADE: pgettext_lazy("a request", "card made"),
    RequestState.ATTACHED: pgettext_lazy("a request", "added to a deal"),
    RequestState.REJECTED: pgettext_lazy("a request", "rejected"),
    RequestState.FAILED: pgettext_lazy("a request", "failed"),
}
TONES: Mapping[RequestState, str] = {
    RequestState.RECEIVED: "",
    RequestState.MADE: "ok",
    RequestState.ATTACHED: "acc",
    RequestState.REJECTED: "warn",
    RequestState.FAILED: "bad",
}
_WHY: Mapping[str, Label] = {
    Spam.HONEYPOT: gettext_lazy("A field was filled in that people don’t see."),
    Spam.TOO_QUICK: gettext_lazy("It was sent quicker than anybody types."),
    Spam.WRONG_PROOF: gettext_lazy("Its browser’s proof of work was wrong."),
    Spam.TOO_MANY: gettext_lazy("Too many came from the same network in ten minutes."),
    Spam.REPEATED: gettext_lazy("The same words came again and again that day."),
    UNREADABLE: gettext_lazy("The card holds the bare text: not all that it says could be taken."),
    BROKEN: gettext_lazy("No card could be made of it. Make it now, or look into the server’s log."),
}


def why_text(why: str) -> str:
    """Why a request was rejected, failed or is a bare text; empty for none of these."""
    return str(_WHY.get(why, why))
