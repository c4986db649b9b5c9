"""Links in messages that open something without a log-in: ending a kind of message. They carry their own proof."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core import signing

from voronka.domain.errors import NotFound
from voronka.domain.notices import Channel, NoticeKind

_SALT = "voronka.notices.off"


@dataclass(frozen=True, slots=True)
class Off:
    """What a link ends, for whom."""

    user: int
    kinds: tuple[NoticeKind, ...]
    channel: Channel


def off_token(user: int, kinds: Collection[NoticeKind], channel: Channel) -> str:
    """The proof that whoever has it was sent messages of these kinds."""
    told = {"u": user, "k": sorted(str(kind) for kind in set(kinds)), "c": str(channel)}
    return signing.dumps(told, salt=_SALT, compress=True)


def read_off(token: str) -> Off:
    """What it ends.

    Raises:
        NotFound: it is none of ours.
    """
    try:
        told = signing.loads(token, salt=_SALT)
        return Off(int(told["u"]), tuple(NoticeKind(kind) for kind in told["k"]), Channel(told["c"]))
    except (signing.BadSignature, KeyError, ValueError) as error:
        raise NotFound from error
