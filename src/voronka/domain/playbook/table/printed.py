"""Tables on A4, as PDF: to print and to hang on a wall. Inside, as an attached file, is what it was made from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typst

from voronka.domain.criteria import ConfirmedByHand, Criterion
from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.table.markdown import write_markdown
from voronka.domain.playbook.table.model import Row, cleaned
from voronka.domain.playbook.table.sheet import Sheet, Words

_PAGE = Path(__file__).with_name("printed.typ")
Data = dict[str, Any]


def write_printed(sheets: Sequence[Sheet], words: Words, fonts: Path | None = None) -> bytes:
    """The PDF's bytes; the same tables give the same. `fonts`: a folder with Inter; without it another type is used."""
    data = {
        "language": words.language,
        "page": words.page,
        "tool": words.icons.get("tool"),
        "sheets": [_sheet(sheet, words) for sheet in sheets],
    }
    return typst.compile(
        _PAGE,
        format="pdf",
        font_paths=[fonts] if fonts else [],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data), "source": write_markdown(sheets, words)},
        timestamp=0,
    )


def _sheet(sheet: Sheet, words: Words) -> Data:
    return {
        "title": cleaned(sheet.title),
        "about": cleaned(sheet.about),
        "heads": words.heads,
        "rows": list(_rows(sheet, words)),
    }


def _rows(sheet: Sheet, words: Words) -> Iterator[Data]:
    number = 0
    for row in sheet.table.rows:
        number += row.kind is StageKind.WORKING
        notes = sheet.notes.get(row.key or "", ())
        if row.kind is StageKind.WORKING and not (row.enter or row.exit or notes):
            notes = (words.nothing_asked,)
        yield {
            "kind": row.kind,
            "number": str(number) if row.kind is StageKind.WORKING else "",
            "icon": words.icons.get(row.kind),
            "name": row.name,
            "purpose": row.purpose,
            "limit": words.limit(row.limit) if row.limit is not None else "",
            "steps": [_step(step.what, step.actions, step.tools) for step in row.steps],
            "gates": list(_gates(row, words)),
            "notes": list(map(cleaned, notes)),
            "asides": list(map(cleaned, sheet.asides.get(row.key or "", ()))),
            "question": cleaned(sheet.questions.get(row.key or "", "")),
        }


def _step(what: str, actions: Sequence[str], tools: Sequence[str]) -> Data:
    said = [{"text": one, "tool": False} for one in actions] + [{"text": one, "tool": True} for one in tools]
    return {"what": what, "actions": said}


def _gates(row: Row, words: Words) -> Iterator[Data]:
    """The gates are told apart only where there are two."""
    if row.enter:
        yield {"name": words.comes_when, "boxes": [_box(one, words) for one in row.enter]}
    if row.exit:
        name = words.goes_when if row.enter else ""
        yield {"name": name, "boxes": [_box(one, words) for one in row.exit]}


def _box(criterion: Criterion, words: Words) -> Mapping[str, object]:
    return {
        "title": criterion.title,
        "evidence": words.evidence(criterion),
        "judgement": isinstance(criterion, ConfirmedByHand),
    }
