"""Setting up how people are reached outside of the pages: the mail server and the bot. Secrets go in and never come out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.jobs import enqueue
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_administers
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import NotFound, Problem
from voronka.domain.jobs import JobKind
from voronka.domain.outside import USUAL_PORTS, Outside, Security
from voronka.domain.permissions import Actor
from voronka.models import OutsideCheck, OutsideSettings, TelegramCode, TelegramLink
from voronka.queries.outside import mail_server, outside_row, telegram_token
from voronka.queries.sealed import seal

_LARGEST_PORT = 65535
_TOKEN_LENGTH = 100


def set_up_mail(*, by: Actor, at: datetime, fields: Mapping[str, str], request_id: str = "") -> None:
    """Say where mail is handed in.

    Fields: address (where people open the product), host, port, security, user, sender; password (empty: as it was),
    forget_password ("on"). An empty host: no mail goes out.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_administers(by)
    clean = _checked_mail(fields)
    with writing():
        row = outside_row()
        before = _told_mail(row)
        columns: dict[str, Any] = {**clean, **_password(fields)}
        OutsideSettings.objects.update_or_create(pk=1, defaults=columns)
        after = _told_mail(outside_row())
        log_setup(What.OUTSIDE, 1, by=by, at=at, before=before, after=after, request_id=request_id)


def _checked_mail(fields: Mapping[str, str]) -> dict[str, Any]:
    security = values.checked({"security": lambda: _security(fields.get("security", ""))})["security"]
    is_on = bool(fields.get("host", "").strip())
    clean = values.checked(
        {
            "address": lambda: _address(fields.get("address", "")),
            "host": lambda: _host(fields.get("host", "")),
            "port": lambda: values.whole(fields.get("port", ""), 1, _LARGEST_PORT) or USUAL_PORTS[security],
            "user": lambda: values.line(fields.get("user", ""), 200),
            "sender": lambda: values.email(fields.get("sender", ""), required=is_on),
        }
    )
    return {
        "address": clean["address"],
        "mail_host": clean["host"],
        "mail_port": clean["port"],
        "mail_security": security,
        "mail_user": clean["user"],
        "mail_from": clean["sender"],
    }


def _password(fields: Mapping[str, str]) -> dict[str, str]:
    given = fields.get("password", "")
    if given:
        return {"mail_password_sealed": seal(given)}
    return {"mail_password_sealed": ""} if fields.get("forget_password") == "on" else {}


def _told_mail(row: OutsideSettings) -> dict[str, Any]:
    """What the log keeps of it: everything but the password."""
    return {
        "address": row.address,
        "host": row.mail_host,
        "port": row.mail_port,
        "security": str(row.mail_security),
        "user": row.mail_user,
        "sender": row.mail_from,
        "has_password": bool(row.mail_password_sealed),
    }


def _security(text: str) -> Security:
    if text not in list(Security):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return Security(text)


def _host(text: str) -> str:
    host = values.line(text, 200)
    if any(sign in host for sign in "/@ :") and not host.startswith("["):
        raise Bad(Problem.NOT_A_URL)
    return host


def _address(text: str) -> str:
    address = values.line(text, 200).rstrip("/")
    if address and not address.startswith(("http://", "https://")):
        raise Bad(Problem.NOT_A_URL)
    return address


def set_up_telegram(*, by: Actor, at: datetime, token: str, request_id: str = "") -> None:
    """Take a bot's token in, or with an empty one let go of the bot. Telegram is asked for its name by a job.

    Another bot knows nobody's chat, so all links to the one before go.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_administers(by)
    clean = values.checked({"token": lambda: _token(token)})["token"]
    with writing():
        had = bool(outside_row().telegram_token_sealed)
        OutsideSettings.objects.update_or_create(
            pk=1,
            defaults={"telegram_token_sealed": seal(clean), "telegram_name": "", "telegram_offset": 0},
        )
        TelegramLink.objects.all().delete()
        TelegramCode.objects.all().delete()
        OutsideCheck.objects.filter(what=Outside.TELEGRAM).delete()
        log_setup(
            What.OUTSIDE,
            1,
            by=by,
            at=at,
            before={"bot": had},
            after={"bot": bool(clean)},
            request_id=request_id,
        )
        if clean:
            _ask(Outside.TELEGRAM, {}, at)


def _token(text: str) -> str:
    """A bot's token: its number, a colon, and signs."""
    token = values.line(text, _TOKEN_LENGTH)
    number, colon, rest = token.partition(":")
    is_one = (
        number.isascii() and number.isdigit() and colon and rest.replace("-", "").replace("_", "").isalnum()
    )
    if token and not is_one:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return token


def try_mail(*, by: Actor, at: datetime, to: str, language: str) -> None:
    """Ask for a mail to this address, in a language; what the server answers is told by `attempt_at`.

    Raises:
        NotAllowed, Invalid
        NotFound: no mail server is set up.
    """
    refuse_unless_administers(by)
    clean = values.checked({"to": lambda: values.email(to, required=True)})["to"]
    with writing():
        if mail_server() is None:
            raise NotFound
        _ask(Outside.MAIL, {"to": clean, "language": language}, at)


def try_telegram(*, by: Actor, at: datetime) -> None:
    """Ask Telegram anew who the bot is.

    Raises:
        NotAllowed
        NotFound: there is no token.
    """
    refuse_unless_administers(by)
    with writing():
        if not telegram_token():
            raise NotFound
        _ask(Outside.TELEGRAM, {}, at)


def _ask(what: Outside, told: Mapping[str, Any], at: datetime) -> None:
    OutsideCheck.objects.update_or_create(
        what=what, defaults={"asked_at": at, "went_well": None, "answer": ""}
    )
    enqueue(JobKind.OUTSIDE_CHECK, {"what": what, **told}, at=at)


def tell_attempt(what: Outside, *, went_well: bool, answer: str) -> None:
    """What came of the attempt. Told by the worker."""
    with writing():
        OutsideCheck.objects.filter(what=what).update(went_well=went_well, answer=answer[:1000])


def name_bot(name: str) -> None:
    """Telegram has told what the bot is called. Told by the worker."""
    with writing():
        OutsideSettings.objects.filter(pk=1).update(telegram_name=name[:64])
