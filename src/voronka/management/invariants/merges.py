"""Rules of merges: who is part of another is in no table, and whom they are part of is there, or part of a third."""

from collections.abc import Iterator

from voronka.domain.merging import ClientKind
from voronka.management.invariants.rule import Rule
from voronka.models import ClientMerge
from voronka.queries.merges import TABLES, survivor_of


def _broken() -> Iterator[str]:
    for merge in ClientMerge.objects.filter(parted_at=None).order_by("id").iterator():
        table = TABLES[ClientKind(merge.kind)].objects
        if table.filter(pk=merge.merged).exists():
            yield f"{merge.kind} {merge.merged} is part of {merge.into}, and there besides"
        if not table.filter(pk=survivor_of(ClientKind(merge.kind), merge.merged) or 0).exists():
            yield f"{merge.kind} {merge.merged} is part of nobody who is there"


RULES: tuple[Rule, ...] = (Rule("A merged client is part of one who is there, and of no other", _broken),)
