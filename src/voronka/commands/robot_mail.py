"""What a robot sent to a client stands among what was sent, as what a person sent does."""

from datetime import datetime

from voronka.commands.records import LINE_LENGTH, note_dispatch
from voronka.commands.robot_actor import robot_actor
from voronka.commands.transaction import writing
from voronka.domain.criteria import Sendable
from voronka.domain.errors import NotFound
from voronka.domain.events import EventKind
from voronka.models import Event


def note_robot_mail(*, deal: int, subject: str, at: datetime, request_id: str) -> None:
    """Note a mail that went out: once, though the job that carries it may be begun anew after this.

    A deal that is no more has nobody to tell.
    """
    short = subject[:LINE_LENGTH].strip()
    with writing():
        told = Event.objects.filter(deal_id=deal, kind=EventKind.DISPATCH_NOTED, request_id=request_id)
        if request_id and told.filter(payload__subject=short).exists():
            return
        try:
            note_dispatch(
                by=robot_actor(at), at=at, deal=deal, what=Sendable.EMAIL, subject=short, sent_at=at,
                request_id=request_id,
            )  # fmt: skip
        except NotFound:
            return
