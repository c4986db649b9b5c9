"""Another process that writes to the database, as a second server or a command would: one JSON line in, one out.

Run as `python -m tests.live.actor_process`, with the environment of the server that it works beside.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "voronka.config.settings"
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from tests.factories import House, deal_of, make_house, unowned_deal  # noqa: E402
from voronka.commands.accounts import change_user, deactivate_user, reset_password  # noqa: E402
from voronka.commands.assignments import assign_deal, take_deal  # noqa: E402
from voronka.commands.clients import change_contact, create_contact, give_client  # noqa: E402
from voronka.commands.evidence import add_note  # noqa: E402
from voronka.commands.moves import move_deal  # noqa: E402
from voronka.commands.passing import Move  # noqa: E402
from voronka.commands.profile import change_password  # noqa: E402
from voronka.commands.search_index import index_deals_and_clients  # noqa: E402
from voronka.models import Deal, Event, User  # noqa: E402
from voronka.queries.live import newest_entry  # noqa: E402
from voronka.queries.visibility import visible_deals  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable


class Actions:
    """What can be asked of the process; each returns something that JSON can carry."""

    def __init__(self, house: House) -> None:
        self.house = house

    def session(self, who: str) -> str:
        """A log-in of a person: the session's key."""
        user = User.objects.get(pk=self.house.people[who].pk)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "voronka.queries.log_in_backend.LogInBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return str(session.session_key)

    def log_out(self, session: str) -> None:
        SessionStore(session).delete()

    def make(self, who: str) -> dict[str, int]:
        deal = deal_of(self.house, who, at=_now())
        return {"deal": deal.pk, "version": deal.version}

    def make_unowned(self, who: str) -> int:
        return unowned_deal(self.house, who, at=_now()).pk

    def make_client(self, who: str) -> int:
        """A contact of the person's own, without a deal."""
        return create_contact(by=self.house.actor(who), at=_now(), fields={"name": "Dewi"}).pk

    def rename_client(self, who: str, contact: int, name: str, request_id: str = "") -> None:
        by = self.house.actor(who)
        change_contact(by=by, at=_now(), contact=contact, fields={"name": name}, request_id=request_id)

    def give_client(self, who: str, contact: int, to: str) -> None:
        give_client(by=self.house.actor(who), at=_now(), contact=contact, owner=self.house.people[to].pk)

    def deal_with(self, who: str, contact: int) -> int:
        """A deal of somebody with a client of another."""
        deal = deal_of(self.house, who, at=_now())
        Deal.objects.filter(pk=deal.pk).update(contact=contact)
        index_deals_and_clients([deal.pk])
        return deal.pk

    def note(self, who: str, deal: int, request_id: str = "") -> None:
        add_note(by=self.house.actor(who), at=_now(), deal=deal, text="A word.", request_id=request_id)

    def fill_log(self, deal: int, count: int) -> None:
        """Entries about a deal, as if others had been busy."""
        row = Deal.objects.get(pk=deal)
        held = {"owner_id": row.owner_id, "team_id": row.team_id}
        before = {"owner_before_id": row.owner_id, "team_before_id": row.team_id}
        Event.objects.bulk_create(
            Event(kind="note_added", at=_now(), deal_id=deal, version=row.version, **held, **before)
            for _ in range(count)
        )

    def notes(self, who: str, deal: int, count: int) -> None:
        with transaction.atomic():
            for _ in range(count):
                self.note(who, deal)

    def move(self, who: str, deal: int, to: str, reason: str = "") -> None:
        lost = self.house.lost_reason if to == "Lost" else None
        wanted = Move(to=self.house.stage(to), reason=reason, lost_reason=lost)
        move_deal(by=self.house.actor(who), at=_now(), deal=deal, move=wanted)

    def take(self, who: str, deal: int) -> None:
        take_deal(by=self.house.actor(who), at=_now(), deal=deal)

    def give(self, who: str, deal: int, to: str) -> None:
        assign_deal(by=self.house.actor(who), at=_now(), deal=deal, owner=self.house.people[to].pk)

    def two_writers(self, first: str, first_deal: int, second: str, second_deal: int, hold: float) -> None:
        """The first one writes and takes its time to commit; the second one writes meanwhile."""
        holding = threading.Event()

        def slow() -> None:
            with transaction.atomic():
                self.note(first, first_deal)
                holding.set()
                time.sleep(hold)
            connection.close()

        writer = threading.Thread(target=slow)
        writer.start()
        holding.wait()
        self.note(second, second_deal)
        writer.join()

    def promote(self, who: str, role: str, team: str) -> None:
        user = User.objects.get(pk=self.house.people[who].pk)
        fields = {
            "name": user.name, "email": user.email, "role": role, "team": str(self.house.teams[team].pk),
            "language": "en", "time_zone": "Europe/Kyiv",
        }  # fmt: skip
        change_user(by=self.house.actor("Zoe"), at=_now(), user=user.pk, fields=fields)

    def shut_out(self, who: str) -> None:
        user = self.house.people[who].pk
        deactivate_user(
            by=self.house.actor("Zoe"), at=_now(), user=user, receiver=self.house.people["Bob"].pk
        )

    def new_password(self, who: str) -> str:
        """The administrator makes a password for someone; which."""
        user = self.house.people[who].pk
        return reset_password(by=self.house.actor("Zoe"), at=_now(), user=user).password

    def own_password(self, who: str, given: str) -> None:
        """Someone changes the password they were given to one of their own."""
        user = User.objects.get(pk=self.house.people[who].pk)
        own = "nine purple lanterns"
        change_password(user=user, at=_now(), old=given, new=own, again=own)

    def state(self, who: str) -> dict[str, list[int]]:
        """What the person sees when reading everything anew: deal -> version and stage."""
        rows = visible_deals(self.house.actor(who)).values_list("id", "version", "stage_id")
        return {str(id): [version, stage] for id, version, stage in rows}

    def position(self) -> int:
        return newest_entry()

    def logged(self, deal: int, after: int) -> list[str]:
        """The kinds of everything that the log holds of a deal after an entry of it, oldest first."""
        return list(
            Event.objects.filter(deal_id=deal, pk__gt=after).order_by("pk").values_list("kind", flat=True)
        )

    def pipeline(self) -> int:
        return self.house.pipeline.pk


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Prepare the database, then answer until the input ends."""
    call_command("migrate", verbosity=0)
    actions = Actions(make_house())
    _say("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        action: Callable[..., Any] = getattr(actions, asked.pop("do"))
        _say(action(**asked))


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
