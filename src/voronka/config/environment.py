"""Readers of environment variables that refuse nonsense in plain words.

Every reader raises ImproperlyConfigured with: which variable, what is wrong, what to write instead.
"""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from voronka.domain.outside import USUAL_PORTS, MailServer, Security
from voronka.domain.web_address import Network

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str) -> str:
    """A variable's text, trimmed."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """A yes or no."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is “{value}”, which is neither yes nor no. Write 1 or 0.")
    return value in _TRUE


def whole(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within limits."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is “{value}”. Write a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """A list parted by commas or spaces."""
    return text(name, default).replace(",", " ").split()


def networks(name: str) -> list[Network]:
    """A list of networks like 10.0.0.0/8 or single addresses."""
    try:
        return [ip_network(word) for word in words(name, "")]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}. Write networks like 10.0.0.0/8.") from error


def zone(name: str, default: str) -> str:
    """The name of a time zone."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name} is “{value}”, which is no time zone. Write one like Europe/Kyiv or Asia/Jakarta."
        ) from error
    return value


def site(name: str) -> str:
    """The address that people open, without a slash at the end; empty when it is not set."""
    value = text(name, "").rstrip("/")
    if value and not value.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"{name} is “{value}”. Write it like https://crm.example.com.")
    return value


def mail(name: str) -> MailServer | None:
    """A mail server as an address: smtp://user:password@host:587?from=crm@example.com; smtps:// where TLS comes first."""
    value = text(name, "")
    if not value:
        return None
    parts, given = urlsplit(value), parse_qs(urlsplit(value).query)
    securities = {"smtp": Security.STARTTLS, "smtps": Security.TLS, "smtp+plain": Security.NONE}
    sender = given.get("from", [""])[0] or unquote(parts.username or "")
    if parts.scheme not in securities or not parts.hostname or "@" not in sender:
        raise ImproperlyConfigured(
            f"{name} names no mail server. Write smtp://user:password@host:587?from=crm@example.com, smtps:// where "
            "TLS comes first, smtp+plain:// for a server that knows no TLS."
        )
    security = securities[parts.scheme]
    return MailServer(
        host=parts.hostname,
        port=_mail_port(name, value) or USUAL_PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
    )


def _mail_port(name: str, value: str) -> int | None:
    try:
        return urlsplit(value).port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is no number. Write it like :587.") from error


def folder(name: str, default: Path) -> Path:
    """A folder that exists or can be made, and may be written to."""
    path = Path(os.environ.get(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is “{path}”, and that folder can't be made: {error.strerror}. Name one you may write to."
        ) from error
    if not os.access(path, os.W_OK):
        raise ImproperlyConfigured(f"{name} is “{path}”, and it may not be written to. Name another folder.")
    return path


def secret(name: str, kept_in: Path) -> str:
    """A secret: from the variable, or made once and kept in a file that only its owner reads."""
    given = os.environ.get(name, "").strip()
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(
                f"{name} is too short to be safe. Write at least 32 random characters."
            )
        return given
    if not kept_in.exists():
        descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
    return kept_in.read_text().strip()


def database(name: str, default_file: Path) -> dict[str, Any]:
    """Django's settings for the database at a URL, sqlite:///file or postgres://user:password@host:port/name."""
    url = os.environ.get(name, "").strip()
    if not url:
        return _sqlite(default_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return (
            _sqlite(Path(unquote(parts.path[1:])).expanduser())
            if len(parts.path) > 1
            else _refuse(name, parts.scheme)
        )
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(name, url)
    return _refuse(name, parts.scheme)


def _refuse(name: str, scheme: str) -> dict[str, Any]:
    raise ImproperlyConfigured(
        f"{name} begins with “{scheme}”. Voronka keeps its data in SQLite or PostgreSQL: "
        "write sqlite:///folder/file.sqlite3 or postgres://user:password@host:5432/database."
    )


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Deferred transactions deadlock when they turn from reading to writing (ADR 0004).
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
            "PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;",
        },
        "CONN_MAX_AGE": None,
        # Tests meet the same kind of file, not a database in memory that knows neither WAL nor waiting.
        "TEST": {"NAME": str(file.with_name(f"test-{file.name}"))},
    }


# Pages ask for little. Helping processes and compiled plans, which PostgreSQL takes up when it overrates a query,
# cost more to start than such a query takes.
_SERVER = {"options": "-c jit=off -c max_parallel_workers_per_gather=0"}
# A statement is planned anew each time unless it is prepared: for a board at a million deals that is 5 of 12 ms.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def _postgres(name: str, url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is no number. Write it like :5432.") from error
    database = unquote(parts.path[1:])
    if not database:
        raise ImproperlyConfigured(f"{name} names no database. End it with /voronka, for example.")
    return {
        "ENGINE": "voronka.config.postgres",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {} if flag("VORONKA_POOLER", default=False) else {**_SERVER, **_PREPARED},
    }
