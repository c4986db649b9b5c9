"""A real SMTP server on loopback that behaves as told: takes mail, says no for now or for good, or hangs up."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

from tests.servers.postgres import free_port
from voronka.domain.outside import MailServer, Security

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailBox:
    """What has come in; `answers` are given one after the other to what is handed in, then it is taken."""

    answers: list[str] = field(default_factory=list)
    refuses: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    @property
    def server(self) -> MailServer:
        """How to reach it."""
        return MailServer("127.0.0.1", self.port, Security.NONE, "", "", "crm@stuzha.example")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        del session
        answer = self.answers.pop(0) if self.answers else "250 Taken as 42"
        if answer == "hang up":
            assert server.transport is not None
            server.transport.close()
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=policy.default)
            self.mails.append(mail)
        return answer


@contextmanager
def mail_box() -> Iterator[MailBox]:
    """One that listens until the end of the block."""
    box = MailBox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
