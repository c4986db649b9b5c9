"""The bot API of Telegram: who the bot is, what was written to it, and writing to a chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from django.conf import settings

from voronka.domain.errors import OutsideError

PATIENCE = 15.0
# Telegram's own bound is 4096 signs.
TEXT_LENGTH = 4000
MOST_UPDATES = 100
_FORBIDDEN, _TOO_MANY = 403, 429
_SERVER = 500


class Blocked(Exception):
    """The person has blocked the bot, or the chat is no more."""


class Slower(OutsideError):
    """Telegram wants to be left alone for a while."""

    def __init__(self, after: timedelta) -> None:
        seconds = int(after.total_seconds())
        super().__init__(f"Telegram asks to wait for {seconds} seconds.", permanent=False)
        self.after = after


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote to the bot. `update`: its number among all."""

    update: int
    chat: int
    name: str
    text: str


def bot_name(token: str) -> str:
    """What the bot is called, without the @.

    Raises:
        OutsideError
    """
    return str(_call(token, "getMe", {}).get("username", ""))


def written_to_bot(token: str, offset: int) -> list[Written]:
    """What was written since; asking tells Telegram that all before `offset` is read. Asks without waiting.

    Raises:
        OutsideError
    """
    told = {"offset": offset, "limit": MOST_UPDATES, "timeout": 0, "allowed_updates": ["message"]}
    return [_written(update) for update in _call(token, "getUpdates", told)]


def _written(update: Mapping[str, Any]) -> Written:
    """Whatever it is, its number counts; what is no private message says nothing to us."""
    message = update.get("message") or {}
    chat, sender = message.get("chat") or {}, message.get("from") or {}
    is_private = chat.get("type") == "private"
    name = f"@{sender['username']}" if sender.get("username") else str(sender.get("first_name", ""))
    return Written(
        int(update["update_id"]),
        int(chat.get("id", 0)),
        name,
        str(message.get("text", "")) if is_private else "",
    )


def send_text(token: str, chat: int, text: str) -> None:
    """Write to a chat; plain text, so nothing in it can be taken for mark-up.

    Raises:
        Blocked, Slower, OutsideError
    """
    told = {"chat_id": chat, "text": text[:TEXT_LENGTH], "link_preview_options": {"is_disabled": True}}
    _call(token, "sendMessage", told)


def _call(token: str, method: str, told: Mapping[str, Any]) -> Any:
    try:
        answer = httpx.post(f"{settings.TELEGRAM_API}/bot{token}/{method}", json=told, timeout=PATIENCE)
    except httpx.HTTPError as failure:
        # The address holds the token: the failure's own words may too.
        raise OutsideError(
            f"Telegram can’t be reached ({type(failure).__name__}).", permanent=False
        ) from None
    try:
        body = answer.json()
    except ValueError:
        raise OutsideError(f"Telegram answered {answer.status_code}, and no JSON.", permanent=False) from None
    if body.get("ok"):
        return body["result"]
    raise _refused(answer.status_code, body)


def _refused(status: int, body: Mapping[str, Any]) -> Exception:
    words = str(body.get("description", ""))
    if status == _TOO_MANY:
        return Slower(timedelta(seconds=int((body.get("parameters") or {}).get("retry_after", 30))))
    if status == _FORBIDDEN or "chat not found" in words:
        return Blocked(words)
    return OutsideError(f"Telegram answered: {status} {words}", permanent=status < _SERVER)
