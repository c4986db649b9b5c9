"""Makes docs/playbook.schema.json from the tables that the reader of playbooks follows.

`python -m scripts.playbook_schema` writes it, `--check` changes nothing and fails when it is not up to date. Draft 7,
for that is what editors of YAML know. What a schema can't say (that every text has every language, that a stage
exists) only `voronka playbook check` finds.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voronka.domain.playbook.format import PLAYBOOK
from voronka.domain.playbook.robot_shapes import (
    ADDRESS_PATTERN,
    CLOCK_PATTERN,
    AddressShape,
    ClockShape,
    MeasureShape,
    PlainShape,
    WordOrShape,
)
from voronka.domain.playbook.shapes import (
    DURATION_PATTERN,
    KEY_PATTERN,
    LANGUAGES,
    MOST_IN_KEY,
    ChoiceShape,
    CodeShape,
    DurationShape,
    FlagShape,
    FormatShape,
    Key,
    KeyShape,
    ListShape,
    NumberShape,
    OneOfShape,
    RecordShape,
    Shape,
    TextShape,
    WholeShape,
)

FILE = Path(__file__).resolve().parent.parent / "docs" / "playbook.schema.json"
Schema = dict[str, Any]


def main() -> int:
    """Write the schema, or with --check compare it; the exit status is 1 when it differs."""
    parser = argparse.ArgumentParser(prog="python -m scripts.playbook_schema")
    parser.add_argument("--check", action="store_true", help="change nothing, fail when it is not up to date")
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if not parser.parse_args().check:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/playbook.schema.json is not up to date. Run `make schema`.\n")
    return 1


def schema() -> Schema:
    """The whole schema."""
    maker = _Maker()
    root = maker.record(PLAYBOOK)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Voronka playbook",
        **root,
        "definitions": dict(sorted(maker.definitions.items())),
    }


@dataclass(slots=True)
class _Maker:
    """Turns shapes into schemas; what has a name is defined once."""

    definitions: dict[str, Schema] = field(default_factory=dict)

    def of(self, shape: Shape[object]) -> Schema:  # noqa: C901, PLR0911, PLR0912 - a line for each kind
        """The schema of one shape."""
        match shape:
            case TextShape():
                return self._named(f"text-{shape.most}", _text(shape))
            case KeyShape():
                pattern = f"^{KEY_PATTERN}$"
                return self._named("key", {"type": "string", "pattern": pattern, "maxLength": MOST_IN_KEY})
            case DurationShape():
                return self._named("duration", {"type": "string", "pattern": f"^{DURATION_PATTERN}$"})
            case ChoiceShape():
                return {"enum": list(shape.codes.known)}
            case CodeShape():
                return {"enum": list(shape.known)}
            case WholeShape():
                return {"type": "integer", "minimum": shape.least, "maximum": shape.most}
            case NumberShape():
                return {"type": "number", "minimum": 0.01, "maximum": shape.most}
            case FlagShape():
                return {"const": True} if shape.only_true else {"type": "boolean"}
            case FormatShape():
                return {"const": shape.number}
            case ListShape():
                return self._list(shape)
            case OneOfShape():
                return self._one_of(shape)
            case WordOrShape():
                return {"oneOf": [{"enum": list(shape.words)}, self.of(shape.or_)]}
            case PlainShape():
                return {"type": ["string", "number"], "maxLength": shape.most}
            case MeasureShape():
                return {"type": ["string", "number"]}
            case ClockShape():
                return {"type": "string", "pattern": f"^({CLOCK_PATTERN})$"}
            case AddressShape():
                return {"type": "string", "pattern": f"^{ADDRESS_PATTERN}$", "maxLength": shape.most}
            case RecordShape():
                return self._named(shape.name, self.record(shape))
            case _:
                raise TypeError(shape)

    def record(self, shape: RecordShape[object]) -> Schema:
        """A mapping with its keys."""
        made: Schema = {
            "description": shape.about,
            "type": "object",
            "properties": {key.name: self._described(key) for key in shape.keys},
            "additionalProperties": False,
        }
        needed = [key.name for key in shape.keys if key.required]
        return {**made, "required": needed} if needed else made

    def _described(self, key: Key[object]) -> Schema:
        made = self.of(key.shape)
        # Beside a reference draft 7 ignores everything.
        described = {"allOf": [made]} if "$ref" in made else made
        return {"description": key.about, **described}

    def _list(self, shape: ListShape[object]) -> Schema:
        made: Schema = {"type": "array", "items": self.of(shape.of), "maxItems": shape.most}
        if shape.least:
            made["minItems"] = shape.least
        return {**made, "uniqueItems": True} if shape.distinct else made

    def _one_of(self, shape: OneOfShape[object]) -> Schema:
        # What is among the parts of a criterion is the same as a criterion.
        kind = shape.sort.value
        forms = [self._named(f"{kind}-{form.name}", self.record(form)) for form in shape.forms]
        return self._named(shape.name, {"description": shape.about, "oneOf": forms})

    def _named(self, name: str, made: Schema) -> Schema:
        if self.definitions.setdefault(name, made) != made:
            raise ValueError(f"Two kinds of values are called {name}.")
        return {"$ref": f"#/definitions/{name}"}


def _text(shape: TextShape) -> Schema:
    said = {"type": "string", "pattern": r"\S", "maxLength": shape.most}
    return {
        "oneOf": [
            said,
            {
                "type": "object",
                "properties": dict.fromkeys(LANGUAGES, said),
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    }


if __name__ == "__main__":
    sys.exit(main())
