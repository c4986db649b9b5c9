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
from voronka.domain.playbook.table.sheet import Aside, Sheet, Words
from voronka.domain.seller_steps import SellerStep

_PAGE = Path(__file__).with_name("printed.typ")
Data = dict[str, Any]


def write_printed(sheets: Sequence[Sheet], words: Words, fonts: Path | None = None) -> bytes:
    """The PDF's bytes; the same tables give the same. `fonts`: a folder with Inter; without it another type is used."""
    data = {
        "language": words.language,
        "page": words.page,
        "tool": words.icons.get("tool"),
        "robot": words.icons.get("robot"),
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
        aside = sheet.asides.get(row.key or "", Aside())
        yield {
            **_status(row, aside, words),
            "number": str(number) if row.kind is StageKind.WORKING else "",
            "steps": [_step(step) for step in row.steps],
            "next": cleaned(aside.first_step),
            "drawn": aside.drawn or None,
            "gates": list(_gates(row, words)),
            "notes": list(map(cleaned, _notes(row, sheet, words))),
            "lines": list(map(cleaned, aside.lines)),
            "robots": [[cleaned(line) for line in (one.when, *one.steps)] for one in aside.robots],
        }


def _status(row: Row, aside: Aside, words: Words) -> Data:
    return {
        "kind": row.kind,
        "icon": words.icons.get(row.kind),
        "name": row.name,
        "purpose": row.purpose,
        "question": cleaned(aside.question),
        "limits": words.limits(row),
    }


def _notes(row: Row, sheet: Sheet, words: Words) -> tuple[str, ...]:
    notes = sheet.notes.get(row.key or "", ())
    asks_nothing = row.kind is StageKind.WORKING and not (row.enter or row.exit or notes)
    return (words.nothing_asked,) if asks_nothing else notes


def _step(step: SellerStep) -> Data:
    said = [{"text": cleaned(one), "tool": False} for one in step.actions]
    helps = [{"text": cleaned(one), "tool": True} for one in step.tools]
    return {"what": cleaned(step.what), "actions": said + helps}


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
