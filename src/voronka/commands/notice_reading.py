"""Reading what one was told, and choosing how one wants to be told."""

from collections.abc import Collection
from datetime import datetime, time

from voronka.commands import values
from voronka.commands.notifications import wake_readers
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, Problem
from voronka.domain.notices import KINDS, Channel, NoticeKind
from voronka.domain.permissions import Actor
from voronka.models import Notice, NoticeChoice, NoticeSettings
from voronka.queries.notices import grid_of

Cell = tuple[NoticeKind, Channel]


def mark_read(*, by: Actor, at: datetime, notice: int | None = None, until: int | None = None) -> None:
    """One of the actor's notices is read, or all of them up to the one that they saw last."""
    with writing():
        rows = Notice.objects.filter(to=by.id, read_at=None)
        rows = rows.filter(pk=notice) if notice is not None else rows.filter(pk__lte=until or 0)
        if rows.update(read_at=at):
            wake_readers()


def choose_channels(
    *, by: Actor, wanted: Collection[Cell], only_in_page: bool, quiet_from: str = "", quiet_until: str = ""
) -> None:
    """Set by which channels which kinds go out, and when nothing does.

    `wanted`: the cells of the actor's whole grid that are ticked. The hours as a browser's time field gives them; both or
    neither.

    Raises:
        Invalid: quiet_from, quiet_until
    """
    hours = values.checked(
        {"quiet_from": lambda: _hour(quiet_from), "quiet_until": lambda: _hour(quiet_until)}
    )
    _refuse_half(hours["quiet_from"], hours["quiet_until"])
    kinds = grid_of(by)
    cells = [(kind, channel) for kind in kinds for channel in Channel]
    with writing():
        NoticeSettings.objects.update_or_create(
            user_id=by.id, defaults={"only_in_page": only_in_page, **hours}
        )
        # What was chosen of kinds that are not shown now stays as it was.
        NoticeChoice.objects.filter(user=by.id, kind__in=kinds).delete()
        NoticeChoice.objects.bulk_create(
            NoticeChoice(user_id=by.id, kind=kind, channel=channel, wanted=(kind, channel) in wanted)
            for kind, channel in cells
            if ((kind, channel) in wanted) != (channel in KINDS[kind].channels)
        )


def unsubscribe(*, user: int, kinds: Collection[NoticeKind], channel: Channel) -> None:
    """Nothing of these kinds goes out by the channel any more. Who asks holds the link out of a message to `user`."""
    with writing():
        for kind in kinds:
            NoticeChoice.objects.update_or_create(
                user_id=user, kind=kind, channel=channel, defaults={"wanted": False}
            )


def _hour(text: str) -> time | None:
    if not text.strip():
        return None
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise Bad(Problem.NOT_A_TIME) from error


def _refuse_half(begins: time | None, ends: time | None) -> None:
    if begins is None and ends is not None:
        raise Invalid({"quiet_from": Problem.REQUIRED})
    if ends is None and begins is not None:
        raise Invalid({"quiet_until": Problem.REQUIRED})
    if begins is not None and begins == ends:
        raise Invalid({"quiet_until": Problem.UNCHANGED})
