"""Handing mail in at a server by SMTP. Every failure is an OutsideError that says what the server answered."""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from voronka.domain.errors import OutsideError
from voronka.domain.outside import MailServer, Security

PATIENCE = 20.0
# What may not stand in the id of a mail as it is.
_OTHER = re.compile(r"[^A-Za-z0-9.-]")
# Headers are not folded: a link that is would be encoded, and no program would know it again.
_WIRE = policy.SMTP.clone(max_line_length=900)
# RFC 5321: from the first on a server says no, from the second on for good.
_FIRST_NO, _FIRST_PERMANENT = 400, 500


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `id` is what it is known by at every attempt; `off_url`: where its reader ends such mail (RFC 8058), or empty."""

    to: str
    to_name: str
    subject: str
    text: str
    html: str
    language: str
    id: str
    at: datetime
    off_url: str = ""
    reply_to: str = ""


def send_mail(mail: Mail, server: MailServer) -> str:
    """Hand a mail in; what the server said to it.

    Raises:
        OutsideError: permanent when the server said no for good (5xx), and when it wants something else than is set up.
    """
    try:
        with _connected(server) as session:
            if server.user:
                session.login(server.user, server.password)
            return _hand_in(session, written(mail, server.sender), server.sender, mail.to)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise _answered(code, words) from refused
    except smtplib.SMTPResponseException as refused:
        raise _answered(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as missing:
        raise OutsideError(f"The server can’t do what is set up: {missing}", permanent=True) from missing
    except smtplib.SMTPServerDisconnected as gone:
        raise OutsideError(f"The server hung up: {gone}", permanent=False) from gone
    except ssl.SSLError as failure:
        raise OutsideError(f"No secure connection: {failure.reason or failure}", permanent=False) from failure
    except (socket.gaierror, UnicodeError) as failure:
        raise OutsideError(f"No server is known by the name “{server.host}”.", permanent=False) from failure
    except TimeoutError as failure:
        raise OutsideError(f"{server.host}:{server.port} did not answer.", permanent=False) from failure
    except OSError as failure:
        raise OutsideError(
            f"{server.host}:{server.port} can’t be reached: {failure.strerror or failure}", permanent=False
        ) from failure


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    session = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.security is Security.STARTTLS:
        try:
            session.starttls(context=context)
        except BaseException:
            session.close()
            raise
    return session


def _hand_in(session: smtplib.SMTP, message: EmailMessage, sender: str, to: str) -> str:
    """As smtplib's sendmail does, but it keeps what the server says at the end: that is what one wants to read."""
    session.ehlo_or_helo_if_needed()
    code, words = session.mail(sender)
    if code >= _FIRST_NO:
        raise smtplib.SMTPSenderRefused(code, words, sender)
    code, words = session.rcpt(to)
    if code >= _FIRST_NO:
        raise smtplib.SMTPRecipientsRefused({to: (code, words)})
    code, words = session.data(message.as_bytes())
    if code >= _FIRST_NO:
        raise smtplib.SMTPDataError(code, words)
    return f"{code} {words.decode('utf-8', 'replace')}"


def _answered(code: int, words: bytes | str) -> OutsideError:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    permanent = code >= _FIRST_PERMANENT
    return OutsideError(f"The server answered: {code} {text}", permanent=permanent)


def written(mail: Mail, sender: str) -> EmailMessage:
    """The mail as it goes over the wire: plain and HTML, in that order."""
    message = EmailMessage(_WIRE)
    message["From"] = Address("Voronka", addr_spec=sender)
    message["To"] = Address(mail.to_name, addr_spec=mail.to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{_OTHER.sub('-', mail.id)}@{sender.rpartition('@')[2]}>"
    # No holiday notice answers it.
    message["Auto-Submitted"] = "auto-generated"
    if mail.off_url:
        message["List-Unsubscribe"] = f"<{mail.off_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Servers refuse long lines, and HTML is one.
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if mail.language:
        # After the content: setting that drops what was said of it.
        message["Content-Language"] = mail.language
    return message
