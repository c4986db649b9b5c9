"""A playbook's file read: the playbook, or everything that is wrong with it."""

from dataclasses import fields

from voronka.domain.playbook.faults import Fault, TooMany
from voronka.domain.playbook.format import PLAYBOOK, ROOT_LANGUAGES
from voronka.domain.playbook.model import Playbook
from voronka.domain.playbook.nodes import Node, Table, parse
from voronka.domain.playbook.references import reference_faults
from voronka.domain.playbook.shapes import Reading, Unread

MOST_QUOTED = 80
_QUOTED = frozenset({"key", "value", "tag", "name", "language"})


class UnreadablePlaybook(Exception):
    """The file is no playbook. `faults` says why, in the file's order; there is at least one."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


def read_playbook(source: str | bytes) -> Playbook:
    """The playbook in a file's text (or its UTF-8 bytes).

    Raises:
        UnreadablePlaybook: with every fault that could be found.
    """
    root, faults = parse(source)
    if root is None:
        raise UnreadablePlaybook(tuple(faults))
    reading = Reading(_languages(root), faults)
    playbook = _built(root, reading)
    # Among too many stages looking for each name would take for ever.
    endless = any(isinstance(fault.wrong, TooMany) for fault in reading.faults)
    references = () if endless else tuple(reference_faults(root))
    # A value that is repeated by *name is read each time, but wrong only once.
    found = dict.fromkeys(map(_shortened, (*reading.faults, *references)))
    if found or playbook is None:
        raise UnreadablePlaybook(tuple(sorted(found, key=lambda fault: fault.place)))
    return playbook


def _shortened(fault: Fault) -> Fault:
    """Without the rest of what the file says for pages where a word belongs."""
    said = {field.name: getattr(fault.wrong, field.name) for field in fields(fault.wrong)}
    long = {
        name: f"{value[:MOST_QUOTED]}…"
        for name, value in said.items()
        if name in _QUOTED and isinstance(value, str) and len(value) > MOST_QUOTED
    }
    return Fault(fault.place, type(fault.wrong)(**said | long)) if long else fault


def _languages(root: Node) -> tuple[str, ...]:
    """The languages, none when they can't be read: what is wrong with them is told when their turn comes."""
    named = root.get(ROOT_LANGUAGES.name) if isinstance(root, Table) else None
    if named is None:
        return ()
    try:
        return ROOT_LANGUAGES.shape.read(named, Reading())
    except Unread:
        return ()


def _built(root: Node, reading: Reading) -> Playbook | None:
    try:
        return PLAYBOOK.read(root, reading)
    except Unread:
        return None
