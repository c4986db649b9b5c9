"""The description of the API as a page shows it: parts, operations, fields and shapes, without JSON to be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from voronka.api.openapi import described

Described = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field or parameter. `shape`: the name of a shape that is shown on the same page, empty for a plain value."""

    name: str
    kind: str
    shape: str
    is_required: bool
    about: str


@dataclass(frozen=True, slots=True)
class OperationShown:
    """One operation. `body` and `gives`: names of shapes, empty for none."""

    name: str
    method: str
    path: str
    title: str
    about: str
    scope: str
    parameters: tuple[FieldShown, ...]
    body: str
    gives: str
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShapeShown:
    """An object that is sent or told."""

    name: str
    about: str
    fields: tuple[FieldShown, ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    """Operations on one kind of object."""

    name: str
    operations: tuple[OperationShown, ...]


def parts() -> tuple[PartShown, ...]:
    """The operations, in the order of the description."""
    found: dict[str, list[OperationShown]] = {}
    for path, operations in described()["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    return tuple(PartShown(name, tuple(those)) for name, those in found.items())


def shapes() -> tuple[ShapeShown, ...]:
    """Every object, by name."""
    schemas = described()["components"]["schemas"]
    return tuple(
        ShapeShown(_plain(name), _bare(schema.get("description", "")), tuple(_fields(schema)))
        for name, schema in schemas.items()
        if "properties" in schema
    )


def _operation(method: str, path: str, told: Described) -> OperationShown:
    answers: Described = told["responses"]
    nothing: dict[str, Any] = {}
    done: Described = answers.get("200", answers.get("201", nothing))
    return OperationShown(
        name=told["operationId"], method=method.upper(), path=path, title=_bare(told["summary"]),
        about=_bare(told["description"].partition("\n")[2].strip()),
        scope=next(iter(told["security"][0]["Bearer"]), ""),
        parameters=tuple(_parameter(one) for one in told["parameters"]),
        body=_shape(_content(told.get("requestBody", nothing))), gives=_shape(_content(done)),
        statuses=tuple((status, answer["description"]) for status, answer in told["responses"].items()),
    )  # fmt: skip


def _bare(text: str) -> str:
    """Without the marks of code, which the page does not draw."""
    return text.replace("`", "")


def _content(told: Described) -> Described:
    for content in told.get("content", {}).values():
        schema: Described = content.get("schema", {})
        return schema
    return {}


def _parameter(told: Described) -> FieldShown:
    schema = told["schema"]
    # What is left out says nothing; nobody sends null in an address.
    kind = _kind(schema).removesuffix(" | null")
    return FieldShown(
        told["name"], kind, _shape(schema), told["required"], _bare(told.get("description", ""))
    )


def _fields(schema: Described) -> Iterator[FieldShown]:
    required = set(schema.get("required", ()))
    for name, told in schema["properties"].items():
        yield FieldShown(name, _kind(told), _shape(told), name in required, told.get("description", ""))


def _shape(schema: Described) -> str:
    """The name of the shape that a schema is of, holds several of, or may be."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _plain(name) if "properties" in described()["components"]["schemas"][name] else ""
    inner = (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ()))
    return next((name for one in inner if (name := _shape(one))), "")


def _plain(name: str) -> str:
    """`Page_Deal_` as people would call it."""
    return f"Page of {name[5:-1]}" if name.startswith("Page_") else name


def _kind(schema: Described) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _kind(described()["components"]["schemas"][name])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "any"))
