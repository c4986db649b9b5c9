"""What whoever imports says: what the columns hold, check, take, stop, take back."""

from collections.abc import Collection, Mapping
from datetime import datetime

from voronka.commands.jobs import enqueue
from voronka.commands.setup.setup_log import What, log_setup
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.importing.countries import country_of
from voronka.domain.importing.dates import DateOrder
from voronka.domain.importing.life import MADE, OPEN, ImportState
from voronka.domain.importing.survey import fingerprint
from voronka.domain.importing.targets import SEVERAL_OF, Target
from voronka.domain.jobs import JobKind
from voronka.domain.permissions import Actor
from voronka.models import Import, ImportLayout, ImportRow
from voronka.queries.imports import visible_imports
from voronka.queries.visibility import assignable_users

# By one of these somebody can be known, or made of.
_NAMING = frozenset(
    {Target.NAME, Target.FIRST_NAME, Target.LAST_NAME, Target.PHONE, Target.EMAIL, Target.COMPANY}
)


def load_import(by: Actor, id: int, states: Collection[ImportState]) -> Import:
    """The import, locked, where it is in one of these states.

    Raises:
        NotAllowed, NotFound
        Invalid: CHANGED, of `state`: it is elsewhere by now.
    """
    if not by.policy.may_import:
        raise NotAllowed
    row = visible_imports(by).select_for_update(of=("self",)).filter(pk=id).first()
    if row is None:
        raise NotFound
    if row.state not in states:
        raise Invalid({"state": Problem.CHANGED})
    return row


def say_columns(
    *, by: Actor, at: datetime, id: int, targets: Mapping[int, str], fields: Mapping[str, str]
) -> None:
    """What each column holds (by its place from 0), `owner`, `country` and `date_order`; then the dry run begins.

    Raises:
        NotAllowed, NotFound
        Invalid: UNKNOWN_CHOICE of a field; REQUIRED of `columns`: nothing leads to anybody; ALREADY_TAKEN of
            `column-3`: another column holds the same already.
    """
    with writing():
        row = load_import(by, id, OPEN)
        chosen = _chosen(targets, len(row.columns))
        owner = (
            assignable_users(by).filter(pk=int(fields["owner"]) if fields["owner"].isdigit() else 0).first()
        )
        country = country_of(fields["country"])
        if owner is None or not country or fields["date_order"] not in set(DateOrder):
            field = "owner" if owner is None else "date_order" if country else "country"
            raise Invalid({field: Problem.UNKNOWN_CHOICE})
        mark = fingerprint([column["title"] for column in row.columns])
        ImportLayout.objects.update_or_create(fingerprint=mark, defaults={"targets": [*chosen]})
        ImportRow.objects.filter(of=row).delete()
        Import.objects.filter(pk=id).update(
            targets=[*chosen], owner=owner, country=country, date_order=fields["date_order"],
            state=ImportState.CHECKING, done=0, place=0, counts={},
        )  # fmt: skip
        enqueue(JobKind.IMPORT, {"import": id}, at=at)


def _chosen(targets: Mapping[int, str], columns: int) -> tuple[Target, ...]:
    known = set(Target)
    bad = {f"column-{place}": Problem.UNKNOWN_CHOICE for place, said in targets.items() if said not in known}
    if bad:
        raise Invalid(bad)
    chosen = tuple(Target(targets.get(place, "")) for place in range(columns))
    taken: set[Target] = set()
    for place, target in enumerate(chosen):
        if target in taken and target not in SEVERAL_OF | {Target.NONE, Target.COUNTRY}:
            bad[f"column-{place}"] = Problem.ALREADY_TAKEN
        taken.add(target)
    if not _NAMING & taken:
        bad["columns"] = Problem.REQUIRED
    if bad:
        raise Invalid(bad)
    return chosen


def back_to_columns(*, by: Actor, id: int) -> None:
    """Say the columns otherwise after a dry run, or stop one."""
    with writing():
        load_import(by, id, {ImportState.CHECKED, ImportState.CHECKING})
        ImportRow.objects.filter(of=id).delete()
        Import.objects.filter(pk=id).update(state=ImportState.COLUMNS, done=0, place=0, counts={})


def begin_run(*, by: Actor, at: datetime, id: int) -> None:
    """Take the rows, a portion after the other."""
    with writing():
        row = load_import(by, id, {ImportState.CHECKED})
        ImportRow.objects.filter(of=id).delete()
        Import.objects.filter(pk=id).update(
            state=ImportState.RUNNING, done=0, place=0, counts={}, begun_at=at, finished_at=None
        )
        enqueue(JobKind.IMPORT, {"import": id}, at=at)
        log_setup(What.IMPORT, id, by=by, at=at, before=None, after={"name": row.name, "rows": row.rows})


def cancel_run(*, by: Actor, at: datetime, id: int) -> None:
    """Take no more rows. What was made stays until it is taken back."""
    with writing():
        row = load_import(by, id, {ImportState.RUNNING})
        Import.objects.filter(pk=id).update(state=ImportState.CANCELLED, finished_at=at)
        after = {"name": row.name, "rows": row.rows, "done": row.done}
        log_setup(What.IMPORT, id, by=by, at=at, before={"name": row.name}, after=after)


def begin_undo(*, by: Actor, at: datetime, id: int) -> None:
    """Take back what the import made; what people have worked on since stays."""
    with writing():
        row = load_import(by, id, MADE)
        Import.objects.filter(pk=id).update(state=ImportState.UNDOING)
        enqueue(JobKind.IMPORT, {"import": id}, at=at)
        log_setup(What.IMPORT, id, by=by, at=at, before={"name": row.name, "counts": row.counts}, after=None)
