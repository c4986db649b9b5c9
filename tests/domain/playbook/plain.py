"""A tree of the reader's as plain data, as an editor's validator sees the file."""

from __future__ import annotations

from typing import Any

from voronka.domain.playbook.nodes import Listing, Node, Scalar, ScalarKind, Table


def plain(node: Node) -> Any:
    match node:
        case Table():
            return {entry.key: plain(entry.value) for entry in node.entries}
        case Listing():
            return [plain(item) for item in node.items]
        case Scalar():
            return _value(node)


def _value(node: Scalar) -> object:
    match node.kind:
        case ScalarKind.TEXT:
            return node.text
        case ScalarKind.WHOLE:
            return int(node.text)
        case ScalarKind.NUMBER:
            return float(node.text)
        case ScalarKind.YES_NO:
            return node.text.lower() == "true"
        case ScalarKind.NOTHING:
            return None
