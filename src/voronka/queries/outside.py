"""How people are reached outside of the pages: what is set up, and by whom they can be reached where."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from voronka.domain.notices import Channel
from voronka.domain.outside import Browser, MailServer, Outside, Security
from voronka.domain.permissions import Actor, Role
from voronka.models import OutsideCheck, OutsideSettings, PushSubscription, TelegramCode, TelegramLink, User
from voronka.queries.sealed import unseal


@dataclass(frozen=True, slots=True)
class MailSetUp:
    """Mail as the settings' page shows it; the password is told to nobody. `is_fixed`: the environment says it all."""

    address: str
    host: str
    port: int
    security: Security
    user: str
    sender: str
    has_password: bool
    is_fixed: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """The latest attempt to reach something. `went_well` None: not answered yet."""

    asked_at: datetime
    went_well: bool | None
    answer: str


@dataclass(frozen=True, slots=True)
class TelegramSetUp:
    """The bot as the settings' page shows it; `name` is empty until Telegram has told it."""

    has_token: bool
    name: str
    linked: int


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that a person is reached in."""

    id: int
    device: str
    endpoint: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a person can be reached, for their own page."""

    channels: frozenset[Channel]
    is_mail_on: bool
    devices: tuple[Device, ...]
    bot: str
    telegram_name: str
    is_telegram_linked: bool


def outside_row() -> OutsideSettings:
    """The settings; unsaved ones where nobody has set anything yet."""
    return OutsideSettings.objects.filter(pk=1).first() or OutsideSettings(pk=1)


def mail_set_up() -> MailSetUp:
    """Mail, for administrators."""
    row, server = outside_row(), mail_server()
    fixed: MailServer | None = settings.SMTP
    shown = fixed or MailServer(
        row.mail_host, row.mail_port, Security(row.mail_security), row.mail_user, "", row.mail_from
    )
    return MailSetUp(
        address=site_address(row),
        host=shown.host,
        port=shown.port,
        security=shown.security,
        user=shown.user,
        sender=shown.sender,
        has_password=bool(fixed.password if fixed else unseal(row.mail_password_sealed)),
        is_fixed=fixed is not None,
        is_on=server is not None,
    )


def mail_server() -> MailServer | None:
    """Where mail is handed in, with its password; None: nowhere. The environment's counts before the settings'."""
    if settings.SMTP is not None:
        return replace(settings.SMTP)
    row = outside_row()
    if not row.mail_host or not row.mail_from:
        return None
    return MailServer(
        row.mail_host,
        row.mail_port,
        Security(row.mail_security),
        row.mail_user,
        unseal(row.mail_password_sealed),
        row.mail_from,
    )


def site_address(row: OutsideSettings | None = None) -> str:
    """Where people open the product, without a slash at the end; empty when nobody has said it."""
    return str(settings.SITE or (row or outside_row()).address)


def contact_address() -> str:
    """Whom a push service may write to about us: where our mail comes from, else an administrator."""
    server = mail_server()
    if server is not None:
        return server.sender
    first = User.objects.filter(is_active=True, role=Role.ADMIN).order_by("id")
    return first.values_list("email", flat=True).first() or "nobody@localhost.invalid"


def attempt_at(what: Outside) -> Attempt | None:
    """What came of the latest attempt to reach it."""
    row = OutsideCheck.objects.filter(what=what).first()
    return None if row is None else Attempt(row.asked_at, row.went_well, row.answer)


def telegram_token() -> str:
    """The bot's token; empty: there is none."""
    return unseal(outside_row().telegram_token_sealed)


def telegram_set_up() -> TelegramSetUp:
    """The bot, for administrators."""
    row = outside_row()
    return TelegramSetUp(
        bool(unseal(row.telegram_token_sealed)), row.telegram_name, TelegramLink.objects.count()
    )


def push_key() -> tuple[str, str]:
    """The private key (PEM) by which push services know us, and the public one as browsers want it; empty: not made."""
    row = outside_row()
    private = unseal(row.push_key_sealed)
    return (private, row.push_public) if private else ("", "")


def browsers_of(user: int) -> list[Browser]:
    """The browsers that a person is reached in."""
    rows = PushSubscription.objects.filter(user=user).order_by("id")
    return [Browser(row.pk, row.endpoint, row.p256dh, row.auth) for row in rows]


def chat_of(user: int) -> int | None:
    """The chat in which the bot reaches a person."""
    return TelegramLink.objects.filter(user=user).values_list("chat", flat=True).first()


def reachable(users: Collection[int]) -> dict[Channel, frozenset[int]]:
    """Who of these can be reached by each channel at all. Four queries."""
    by_mail = frozenset(users) if mail_server() is not None else frozenset()
    pushed = PushSubscription.objects.filter(user__in=users).values_list("user_id", flat=True)
    linked = TelegramLink.objects.filter(user__in=users).values_list("user_id", flat=True)
    return {
        Channel.MAIL: by_mail,
        Channel.PUSH: frozenset(pushed),
        Channel.TELEGRAM: frozenset(linked) if telegram_token() else frozenset(),
    }


def reach_of(actor: Actor) -> Reach:
    """Where the actor can be reached."""
    row = outside_row()
    devices = PushSubscription.objects.filter(user=actor.id).order_by("id")
    link = TelegramLink.objects.filter(user=actor.id).first()
    ways = reachable([actor.id])
    return Reach(
        channels=frozenset(channel for channel, people in ways.items() if actor.id in people),
        is_mail_on=bool(ways[Channel.MAIL]),
        devices=tuple(Device(one.pk, one.device, one.endpoint, one.created_at) for one in devices),
        bot=row.telegram_name if unseal(row.telegram_token_sealed) else "",
        telegram_name="" if link is None else link.name,
        is_telegram_linked=link is not None,
    )


def code_holder(hashed: str, at: datetime) -> User | None:
    """Whose code to the bot this is, while it opens something."""
    code = TelegramCode.objects.filter(hashed=hashed, expires_at__gt=at).select_related("user").first()
    return code.user if code is not None and code.user.is_active else None
