"""Going through the file's tree. Whatever is of another kind than expected is passed over: it was told already."""

from collections.abc import Iterator

from voronka.domain.playbook.faults import Fault, KeyTaken, NoSuch, Place, Role
from voronka.domain.playbook.nodes import Listing, Node, Scalar, Table
from voronka.domain.playbook.shapes import nearest


def unknown(named: Scalar, keys: tuple[str, ...], role: Role) -> Iterator[Fault]:
    """The fault of a key that nothing has."""
    if named.text not in keys:
        yield Fault(
            named.place, NoSuch(role, named.text, nearest(named.text, keys), tuple(dict.fromkeys(keys)))
        )


def taken(tables: list[Table], role: Role) -> Iterator[Fault]:
    """The faults of keys that an earlier one has."""
    seen: dict[str, Place] = {}
    for table in tables:
        key = get(table, "key")
        if not isinstance(key, Scalar):
            continue
        if key.text in seen:
            yield Fault(key.place, KeyTaken(role, key.text, seen[key.text]))
        seen.setdefault(key.text, key.place)


def keys_of(tables: list[Table]) -> tuple[str, ...]:
    """Their keys, in order."""
    return tuple(text for table in tables if (text := text_of(get(table, "key"))) is not None)


def text_of(node: Node | None) -> str | None:
    """What a plain value says."""
    return node.text if isinstance(node, Scalar) else None


def get(node: Node | None, key: str) -> Node | None:
    """What stands behind a key of a mapping."""
    return node.get(key) if isinstance(node, Table) else None


def tables(node: Node | None, key: str) -> Iterator[Table]:
    """The mappings of the list behind a key."""
    listing = get(node, key)
    if isinstance(listing, Listing):
        yield from (item for item in listing.items if isinstance(item, Table))


def scalars(node: Node | None, key: str) -> Iterator[Scalar]:
    """The plain values of the list behind a key."""
    listing = get(node, key)
    if isinstance(listing, Listing):
        yield from (item for item in listing.items if isinstance(item, Scalar))
