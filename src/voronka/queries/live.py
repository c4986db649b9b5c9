"""What the live streams read: the log's new entries, who may see them, and whose session still stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from voronka.domain.events import EventKind
from voronka.domain.hand_overs import OfferState
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Holding, Receiving
from voronka.domain.search_access import DocumentKind, access_keys, document_id, object_of
from voronka.models import Event, HandOverOffer, SearchDocument, User
from voronka.queries.actors import actor_of

_NOBODY = Receiving()


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry of the event log as far as the live streams need it. No deal: a change of the set-up or a client.

    Who sees a deal is decided by who holds it, now and before; who takes it over reads its page (`receiving`). A client is also seen by whoever has a deal with
    it, so there the keys of its search document decide: `keys` now, `keys_before` of whom it was taken from.
    """

    id: int
    kind: EventKind
    actor: int | None
    deal: int | None
    version: int | None
    pipeline: int | None
    stage: int | None
    stage_before: int | None
    held: Holding
    held_before: Holding
    request_id: str
    contact: int | None
    company: int | None
    keys: frozenset[str] = frozenset()
    keys_before: frozenset[str] = frozenset()
    receiving: Receiving = _NOBODY


# What is told of clients. Nobody has the page open of one that is being made.
CLIENT_CHANGES = frozenset(
    {
        EventKind.CONTACT_CHANGED,
        EventKind.COMPANY_CHANGED,
        EventKind.CLIENT_MERGED,
        EventKind.CLIENT_PARTED,
        EventKind.CONTACT_ERASED,
    }
)
_COLUMNS = (
    "id", "kind", "actor_id", "deal_id", "version", "pipeline_id", "stage_id", "stage_before_id",
    "owner_id", "team_id", "owner_before_id", "team_before_id", "request_id", "contact_id", "company_id",
)  # fmt: skip


class _Followed:
    """How far this process has followed the log; None while nobody follows it."""

    position: int | None = None


def followed_to(position: int | None) -> None:
    """The reader of the log tells how far it is, so that pages need not ask the database."""
    _Followed.position = position


def log_position() -> int:
    """An entry of the log that whoever reads from now on is sure to see. No query while the log is followed."""
    return newest_entry() if _Followed.position is None else _Followed.position


def newest_entry() -> int:
    """The id of the newest entry of the log, 0 when it is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM voronka_event")
        newest: int | None = cursor.fetchone()[0]
    return newest or 0


def entries_after(id: int, most: int) -> list[LogEntry]:
    """The next entries of the log, oldest first, `most` at most.

    A second query where deals were changed, another where clients were.
    """
    rows = Event.objects.filter(id__gt=id).order_by("id").values_list(*_COLUMNS)[:most]
    return _with_keys(_with_receivers([_entry(*row) for row in rows]))


def _entry(*row: int | str | None) -> LogEntry:
    id, kind, actor, deal, version, pipeline, stage, stage_before, *held, request_id, contact, company = row
    owner, team, owner_before, team_before = held
    return LogEntry(
        id, EventKind(kind), actor, deal, version, pipeline, stage, stage_before,  # type: ignore[arg-type]  # a row's columns
        _holding(owner, team), _holding(owner_before, team_before), str(request_id), contact, company,  # type: ignore[arg-type]  # a row's columns
    )  # fmt: skip


def _with_receivers(entries: list[LogEntry]) -> list[LogEntry]:
    """Changes of deals with whom these are offered to, or who accepted them."""
    deals = {entry.deal for entry in entries if entry.deal is not None}
    if not deals:
        return entries
    standing = [state for state in OfferState if state.stands]
    receivers: dict[int | None, set[UserId]] = {}
    for deal, to in HandOverOffer.objects.filter(deal__in=deals, state__in=standing).values_list(
        "deal", "to"
    ):
        receivers.setdefault(deal, set()).add(UserId(to))
    if not receivers:
        return entries
    return [
        replace(entry, receiving=Receiving(frozenset(receivers[entry.deal])))
        if entry.deal in receivers
        else entry
        for entry in entries
    ]


def _with_keys(entries: list[LogEntry]) -> list[LogEntry]:
    """Changes of clients with the keys of who may see them now. The index is written with the change."""
    wanted = {_document(entry) for entry in entries if entry.kind in CLIENT_CHANGES}
    if not wanted:
        return entries
    rows = SearchDocument.objects.filter(pk__in=wanted).values_list("id", "access")
    keys = {id: frozenset(access.split()) for id, access in rows}
    return [_keyed(entry, keys) if entry.kind in CLIENT_CHANGES else entry for entry in entries]


def _keyed(entry: LogEntry, keys: Mapping[int, frozenset[str]]) -> LogEntry:
    kind, _ = object_of(_document(entry))
    before = frozenset(access_keys(kind, (), entry.held_before).split())
    return replace(entry, keys=keys.get(_document(entry), frozenset()), keys_before=before)


def _document(entry: LogEntry) -> int:
    if entry.contact is not None:
        return document_id(DocumentKind.CONTACT, entry.contact)
    return document_id(DocumentKind.COMPANY, entry.company or 0)


def _holding(owner: int | str | None, team: int | str | None) -> Holding:
    return Holding(owner and UserId(owner), team and TeamId(team))  # type: ignore[arg-type]  # ints in these columns


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who watches by a session. `seal` changes when the person's password or session does."""

    session: str
    actor: Actor
    seal: str


def watcher_of(session_key: str) -> Watcher | None:
    """Whose session this is; None when it is nobody's, has ended, or opens no page (any more, or not yet).

    Not yet: whoever got their password from somebody else changes it first. Until then they see nothing, so
    they hear of nothing either. An open stream needs no second look: a password given anew breaks its seal.
    """
    session = SessionStore(session_key)
    user_id, seal = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY, "")
    if user_id is None or not str(user_id).isdigit():
        return None
    user = User.objects.filter(pk=int(user_id), is_active=True, must_change_password=False).first()
    if user is None or not constant_time_compare(seal, user.get_session_auth_hash()):
        return None
    return Watcher(session_key, actor_of(user), user.password)


def watchers_now(watchers: Iterable[Watcher]) -> dict[str, Watcher]:
    """The watchers as they are now, by session; whoever has logged out or been shut out is missing.

    Three queries for any number of them, one more for each head.
    """
    known = {watcher.session: watcher for watcher in watchers}
    alive = Session.objects.filter(session_key__in=list(known), expire_date__gt=timezone.now())
    sessions = set(alive.values_list("session_key", flat=True))
    ids = {known[session].actor.id for session in sessions}
    users = {user.pk: user for user in User.objects.filter(pk__in=ids, is_active=True)}
    actors = {pk: actor_of(user) for pk, user in users.items()}
    return {
        session: Watcher(session, actors[watcher.actor.id], watcher.seal)
        for session, watcher in known.items()
        if session in sessions
        and watcher.actor.id in users
        and users[watcher.actor.id].password == watcher.seal
    }
