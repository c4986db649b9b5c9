"""Carrying messages out: what the jobs of notices do, and trying what an administrator has set up."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, assert_never

from voronka.commands.jobs import enqueue
from voronka.commands.reaching import ensure_push_key, forget_browser, forget_chat
from voronka.commands.setup.outside import name_bot, tell_attempt
from voronka.commands.spreading import message_is_sent
from voronka.connectors.mail import Mail, send_mail
from voronka.connectors.push import Gone, push
from voronka.connectors.telegram import Blocked, Slower, bot_name, send_text
from voronka.domain.errors import OutsideError
from voronka.domain.jobs import JobKind
from voronka.domain.notices import Channel
from voronka.domain.outside import Outside
from voronka.queries.notices import Outgoing, outgoing
from voronka.queries.outside import (
    browsers_of,
    chat_of,
    contact_address,
    mail_server,
    push_key,
    site_address,
    telegram_token,
)
from voronka.worker.composing import chat_text_of, mail_of, plain_html, push_of, trial_mail


def carry_message(payload: Mapping[str, Any], at: datetime) -> None:
    """Carry one message of notices; nothing where it has been carried, or where nothing is left to say.

    Raises:
        OutsideError
    """
    message = outgoing(int(payload["message"]))
    if message is None or message.is_sent:
        return
    if message.lines:
        try:
            _carrier(message.channel)(message, at)
        except Slower as slower:
            _later(message, at, slower.after)
            return
    message_is_sent(message.id, at)


def _carrier(channel: Channel) -> Callable[[Outgoing, datetime], None]:
    match channel:
        case Channel.MAIL:
            return _mail
        case Channel.PUSH:
            return _push
        case Channel.TELEGRAM:
            return _telegram
        case other:
            assert_never(other)


def _later(message: Outgoing, at: datetime, after: timedelta) -> None:
    """Asked to wait is no failure: another job takes the message up when it may go."""
    due_at = at + after
    key = f"notice-message:{message.id}:{due_at.timestamp():.0f}"
    enqueue(JobKind.NOTICE_MESSAGE, {"message": message.id}, at=at, due_at=due_at, key=key)


def _mail(message: Outgoing, at: datetime) -> None:
    del at
    server = mail_server()
    if server is None:
        raise OutsideError("No mail server is set up.", permanent=True)
    send_mail(mail_of(message, site_address()), server)


def _push(message: Outgoing, at: datetime) -> None:
    """To each of the person's browsers. One that fails lets the others go first; then all are tried again."""
    ensure_push_key()
    key, _ = push_key()
    told = push_of(message).told(f"notice-{message.token}")
    failed: OutsideError | None = None
    for browser in browsers_of(message.reader.id):
        try:
            push(browser, told, key=key, contact=contact_address(), topic=message.token, at=at)
        except Gone:
            forget_browser(browser.id)
        except OutsideError as failure:
            failed = failure
    if failed is not None:
        raise failed


def _telegram(message: Outgoing, at: datetime) -> None:
    del at
    token, chat = telegram_token(), chat_of(message.reader.id)
    if not token or chat is None:
        return
    try:
        send_text(token, chat, chat_text_of(message, site_address()))
    except Blocked:
        forget_chat(chat)


def carry_client_mail(payload: Mapping[str, Any], at: datetime) -> None:
    """Carry a robot's message to a client; answers go to the deal's owner.

    Raises:
        OutsideError
    """
    server = mail_server()
    if server is None:
        raise OutsideError("No mail server is set up.", permanent=True)
    text = str(payload["text"])
    mail = Mail(
        to=str(payload["to"]), to_name="", subject=str(payload["subject"]), text=text, html=plain_html(text),
        language="", id=str(payload["id"]), at=at, reply_to=str(payload.get("reply_to") or ""),
    )  # fmt: skip
    send_mail(mail, server)


def try_outside(payload: Mapping[str, Any], at: datetime) -> None:
    """What an administrator asked to try; what came of it is told on the settings' page, whatever it is."""
    what = Outside(payload["what"])
    try:
        answer = _tried(what, payload, at)
    except OutsideError as failure:
        tell_attempt(what, went_well=False, answer=str(failure))
    else:
        tell_attempt(what, went_well=True, answer=answer)


def _tried(what: Outside, payload: Mapping[str, Any], at: datetime) -> str:
    if what is Outside.TELEGRAM:
        name = bot_name(telegram_token())
        name_bot(name)
        return f"@{name}"
    server = mail_server()
    if server is None:
        raise OutsideError("No mail server is set up.", permanent=True)
    language = str(payload.get("language", "en"))
    subject, text = trial_mail(language)
    mail = Mail(
        to=str(payload["to"]), to_name="", subject=subject, text=text, html=plain_html(text), language=language,
        id=f"trial-{at:%Y%m%d%H%M%S%f}", at=at,
    )  # fmt: skip
    return send_mail(mail, server)
