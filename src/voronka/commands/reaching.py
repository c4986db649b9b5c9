"""Being reached: a person's browsers and their chat with the bot."""

import base64
import binascii
import hashlib
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

from voronka.commands import values
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.outside import CODE_TERM
from voronka.domain.permissions import Actor
from voronka.models import OutsideSettings, PushSubscription, TelegramCode, TelegramLink
from voronka.queries.outside import code_holder, outside_row, push_key
from voronka.queries.sealed import seal

MOST_BROWSERS = 10
_POINT_BYTES, _SECRET_BYTES = 65, 16
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def ensure_push_key() -> str:
    """The public key that browsers want of whoever may reach them (RFC 8292), made when the first one asks."""
    with writing():
        OutsideSettings.objects.get_or_create(pk=1)
        OutsideSettings.objects.select_for_update().get(pk=1)
        _, public = push_key()
        if public:
            return public
        made = ec.generate_private_key(ec.SECP256R1())
        point = made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        public = base64.urlsafe_b64encode(point).decode().rstrip("=")
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        OutsideSettings.objects.filter(pk=1).update(push_key_sealed=seal(pem), push_public=public)
        # Those who were reached by another key can't be reached by this one.
        PushSubscription.objects.all().delete()
        return public


def add_browser(
    *, by: Actor, at: datetime, endpoint: str, p256dh: str, auth: str, device: str = ""
) -> PushSubscription:
    """Reach the actor in this browser from now on. One that was somebody else's is theirs no longer.

    Raises:
        Invalid: endpoint (no address of a known push service), p256dh, auth
    """
    clean = values.checked(
        {
            "endpoint": lambda: _endpoint(endpoint),
            "p256dh": lambda: _bytes(p256dh, _POINT_BYTES),
            "auth": lambda: _bytes(auth, _SECRET_BYTES),
        }
    )
    with writing():
        row, _ = PushSubscription.objects.update_or_create(
            endpoint=clean.pop("endpoint"),
            defaults={**clean, "user_id": by.id, "device": values.line(device[:120], 120), "created_at": at},
        )
        kept = PushSubscription.objects.filter(user=by.id).order_by("-id").values_list("id", flat=True)
        PushSubscription.objects.filter(user=by.id).exclude(pk__in=list(kept[:MOST_BROWSERS])).delete()
        return row


def remove_browser(*, by: Actor, browser: int) -> None:
    """Reach the actor there no longer.

    Raises:
        NotFound
    """
    with writing():
        gone, _ = PushSubscription.objects.filter(user=by.id, pk=browser).delete()
        if not gone:
            raise NotFound


def forget_browser(browser: int) -> None:
    """Its push service says that there is nobody behind this address any more."""
    with writing():
        PushSubscription.objects.filter(pk=browser).delete()


def _endpoint(text: str) -> str:
    """An address of a push service. Whoever could name any would make us call addresses that only we can reach."""
    address = values.line(text, 1000, required=True)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError as error:
        raise Bad(Problem.NOT_A_URL) from error
    is_known = any(host == known or host.endswith(f".{known}") for known in settings.PUSH_HOSTS)
    if not is_known or parts.scheme not in ({"http", "https"} if host in _LOOPBACK else {"https"}):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return address


def _bytes(text: str, length: int) -> str:
    try:
        given = base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (binascii.Error, ValueError) as error:
        raise Bad(Problem.UNKNOWN_CHOICE) from error
    if len(given) != length:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return text.rstrip("=")


def make_telegram_code(*, by: Actor, at: datetime) -> tuple[str, str]:
    """The bot's name and a code that makes it know the actor, once and for a quarter of an hour.

    Raises:
        Invalid: telegram; there is no bot.
    """
    name = outside_row().telegram_name
    if not name:
        raise Invalid({"telegram": Problem.REQUIRED})
    code = secrets.token_urlsafe(24)
    with writing():
        TelegramCode.objects.update_or_create(
            user_id=by.id, defaults={"hashed": _hash(code), "expires_at": at + CODE_TERM}
        )
    return name, code


def link_telegram(*, at: datetime, code: str, chat: int, name: str) -> str | None:
    """Whoever holds the code is reached in this chat from now on; their language, None when it opens nothing."""
    with writing():
        user = code_holder(_hash(code), at)
        if user is None:
            return None
        TelegramCode.objects.filter(user=user).delete()
        TelegramLink.objects.filter(chat=chat).delete()
        TelegramLink.objects.update_or_create(
            user=user, defaults={"chat": chat, "name": name[:120], "linked_at": at}
        )
        return user.language


def unlink_telegram(*, by: Actor) -> None:
    """Reach the actor by the bot no longer.

    Raises:
        NotFound
    """
    with writing():
        gone, _ = TelegramLink.objects.filter(user=by.id).delete()
        if not gone:
            raise NotFound


def forget_chat(chat: int) -> str | None:
    """Somebody in this chat wants no more of it, or has blocked the bot; their language, None when nobody is known there."""
    with writing():
        link = TelegramLink.objects.filter(chat=chat).select_related("user").first()
        if link is None:
            return None
        link.delete()
        return link.user.language


def telegram_read_until(offset: int) -> None:
    """All of Telegram's updates before this one are read."""
    with writing():
        OutsideSettings.objects.filter(pk=1, telegram_offset__lt=offset).update(telegram_offset=offset)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
