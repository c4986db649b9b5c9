"""Carrying messages out: what the jobs of notices do, and trying what an administrator has set up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, assert_never

from voronka.commands.jobs import enqueue
from voronka.commands.reaching import ensure_push_key, forget_browser, forget_chat
from voronka.commands.robot_mail import note_robot_mail
from voronka.commands.rounds import hurry_round
from voronka.commands.setup.outside import name_bot, tell_attempt
from voronka.commands.spreading import message_is_sent
from voronka.connectors.mail import Mail, send_mail
from voronka.connectors.push import Gone, push
from voronka.connectors.telegram import Blocked, Slower, bot_name, send_text
from voronka.domain.errors import OutsideError
from voronka.domain.jobs import TELEGRAM_ROUND, JobKind
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

# Browsers that failed where others did not are tried again after that.
_SOON = timedelta(seconds=30)


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
            _carry(message, payload, at)
        except Slower as slower:
            _later(message, at, slower.after)
            return
        except SomeLeft as left:
            _later(message, at, _SOON, browsers=left.browsers)
            return
    message_is_sent(message.id, at)


class SomeLeft(Exception):
    """Some of a person's browsers have it, and these have not yet."""

    def __init__(self, browsers: list[int]) -> None:
        super().__init__()
        self.browsers = browsers


def _carry(message: Outgoing, payload: Mapping[str, Any], at: datetime) -> None:
    match message.channel:
        case Channel.MAIL:
            _mail(message)
        case Channel.PUSH:
            _push(message, payload.get("browsers"), at)
        case Channel.TELEGRAM:
            _telegram(message)
        case other:
            assert_never(other)


def _later(message: Outgoing, at: datetime, after: timedelta, **told: Any) -> None:
    """Asked to wait is no failure: another job takes the message up when it may go."""
    due_at = at + after
    key = f"notice-message:{message.id}:{due_at.timestamp():.0f}"
    enqueue(JobKind.NOTICE_MESSAGE, {"message": message.id, **told}, at=at, due_at=due_at, key=key)


def _mail(message: Outgoing) -> None:
    server = mail_server()
    if server is None:
        raise OutsideError("No mail server is set up.", permanent=True)
    send_mail(mail_of(message, site_address()), server)


def _push(message: Outgoing, only: list[int] | None, at: datetime) -> None:
    """To each of the person's browsers, or `only` to these. Where some fail, nobody is told the same twice.

    Raises:
        SomeLeft: others have it.
        OutsideError: nobody has it.
    """
    ensure_push_key()
    key, _ = push_key()
    told = push_of(message).told(f"notice-{message.token}")
    asked = [browser for browser in browsers_of(message.reader.id) if only is None or browser.id in only]
    failed: dict[int, OutsideError] = {}
    for browser in asked:
        try:
            push(browser, told, key=key, contact=contact_address(), topic=message.token, at=at)
        except Gone:
            forget_browser(browser.id)
        except OutsideError as failure:
            failed[browser.id] = failure
    if failed and len(failed) < len(asked):
        raise SomeLeft(sorted(failed))
    if failed:
        raise next(iter(failed.values()))


def _telegram(message: Outgoing) -> None:
    token, chat = telegram_token(), chat_of(message.reader.id)
    if not token or chat is None:
        return
    try:
        send_text(token, chat, chat_text_of(message, site_address()))
    except Blocked:
        forget_chat(chat)


def carry_client_mail(payload: Mapping[str, Any], at: datetime) -> None:
    """Carry a robot's message to a client, and note that it was sent; answers go to the deal's owner.

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
    note_robot_mail(
        deal=int(payload["deal"]), subject=mail.subject, at=at, request_id=str(payload.get("request_id", ""))
    )


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
        hurry_round(TELEGRAM_ROUND, at=at)
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
