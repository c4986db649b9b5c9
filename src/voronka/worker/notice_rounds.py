"""Periodic work of notices: sending out what was told, reading what was written to the bot, and what falls due."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from voronka.commands.due_notices import tell_of_due_tasks
from voronka.commands.reaching import forget_chat, link_telegram, telegram_read_until
from voronka.commands.spreading import clear_old_notices, gather_messages, spread_notices
from voronka.connectors.telegram import Blocked, Written, send_text, written_to_bot
from voronka.queries.outside import outside_row, telegram_token

KEPT = timedelta(days=90)
_ENGLISH = "en"


def send_notices(at: datetime) -> str | None:
    """Spread what is new over the channels, and make messages of what is due."""
    spread, made = spread_notices(at), gather_messages(at)
    return f"{spread} → {made}" if spread or made else None


def tell_due(at: datetime) -> str | None:
    """Tell people of their tasks that fall due or have just become overdue."""
    return str(tell_of_due_tasks(at) or "") or None


def clear_notices(at: datetime) -> str | None:
    """Let go of what was told long ago."""
    return str(clear_old_notices(at - KEPT) or "") or None


def read_telegram(at: datetime) -> str | None:
    """Read what was written to the bot: /start with a code makes it know somebody, /stop makes it forget them.

    Asked for without waiting, every few seconds: the worker has one thread, and others wait for it (ADR 0031).
    """
    token = telegram_token()
    if not token:
        return None
    written = written_to_bot(token, outside_row().telegram_offset)
    for each in written:
        _answer(token, each, at)
        telegram_read_until(each.update + 1)
    return str(len(written)) if written else None


def _answer(token: str, written: Written, at: datetime) -> None:
    words = _reply(written, at)
    if words:
        try:
            send_text(token, written.chat, words)
        except Blocked:
            forget_chat(written.chat)


def _reply(written: Written, at: datetime) -> str:
    command, _space, rest = written.text.partition(" ")
    if command == "/start":
        language = link_telegram(at=at, code=rest.strip(), chat=written.chat, name=written.name)
        with translation.override(language or _ENGLISH):
            if language is None:
                return _(
                    "This link is used up or too old. Make a new one in Voronka: Profile, Notifications, Telegram."
                )
            return _("Done. Voronka writes to you here from now on. /stop ends it.")
    if command == "/stop":
        language = forget_chat(written.chat)
        with translation.override(language or _ENGLISH):
            return _("Voronka does not write to you here any more.")
    return ""
