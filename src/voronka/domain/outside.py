"""What the product reaches beside its pages, as values."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Outside(StrEnum):
    """What can be tried from the settings."""

    MAIL = "mail"
    TELEGRAM = "telegram"


class Security(StrEnum):
    """How the way to a mail server is closed to others."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


USUAL_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
# How long the link to the bot opens anything.
CODE_TERM = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `sender`: the address it comes from."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    sender: str

    def __repr__(self) -> str:
        """Without the password: it must not reach a log."""
        return f"MailServer({self.host}:{self.port})"


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser's address at its push service, and the keys that only it can read with (RFC 8291)."""

    id: int
    endpoint: str
    p256dh: str
    auth: str
