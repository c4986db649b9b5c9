"""The stamp of a form: when it was shown and which showing it was, signed, so that nobody makes one up."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core import signing

_SALT = "voronka.web-form"


@dataclass(frozen=True, slots=True)
class Shown:
    """One showing of a form. `nonce` makes what is sent twice from it the same request."""

    nonce: str
    at: datetime


def stamp(token: str, at: datetime) -> str:
    """A new stamp for a form that is shown now."""
    told = [token, secrets.token_urlsafe(9), int(at.timestamp())]
    return signing.dumps(told, salt=_SALT)


def read_stamp(text: str, token: str, zone_of: datetime) -> Shown | None:
    """What a stamp says; None when it is no stamp of this form. `zone_of`: an instant of the zone to answer in."""
    try:
        of, nonce, seconds = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Shown(nonce, datetime.fromtimestamp(seconds, zone_of.tzinfo)) if of == token else None
