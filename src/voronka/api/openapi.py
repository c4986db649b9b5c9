"""The description of the API, OpenAPI 3.1: ninja's, with what all operations have in common."""

import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from voronka.api.application import PARTS, api
from voronka.api.caller import Bearer
from voronka.api.problem import MEDIA_TYPE, ProblemTold

_PREFIX = "api/v1/"
_REF = "#/components/schemas/{model}"
# What heeds If-Match, beside every PATCH.
_BOUND = {"drop_note", "move_to_stage", "close_deal", "reopen_deal", "give_deal", "finish_task", "drop_task"}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "With the same key the same request is carried out once; kept for two days.",
    "schema": {"type": "string", "maxLength": 200},
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag that you saw: where the object is another by now, nothing is done and 412 answers.",
    "schema": {"type": "string"},
}
_ETAG = {"ETag": {"description": "The tag of this form of the object.", "schema": {"type": "string"}}}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}


@cache
def described() -> dict[str, Any]:
    """The whole description, JSON values only."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=_PREFIX), default=str))
    scopes = dict(_scopes())
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, scopes[operation["operationId"]], is_one="{" in path)
    schema = ProblemTold.model_json_schema(ref_template=_REF)
    parts = schema.pop("$defs", {})
    schemas = found["components"]["schemas"] | parts | {"ProblemTold": schema}
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    return found


def text() -> str:
    """As it stands in docs/openapi.json."""
    return json.dumps(described(), indent=1, ensure_ascii=False) + "\n"


def _scopes() -> Iterator[tuple[str, str]]:
    for part in PARTS:
        for view in part.router.path_operations.values():
            for operation in view.operations:
                bearer = operation.auth_param
                scope = bearer.scope if isinstance(bearer, Bearer) else None
                yield operation.view_func.__name__, "" if scope is None else scope.value


def _complete(operation: dict[str, Any], method: str, scope: str, *, is_one: bool) -> None:
    operation["summary"] = operation["description"].split("\n")[0].rstrip(".")
    operation["security"] = [{"Bearer": [scope] if scope else []}]
    name, responses = operation["operationId"], operation["responses"]
    tagged = _is_tagged(name, method, responses)
    if method == "post":
        operation["parameters"].append(_KEY)
    if method == "patch" or name in _BOUND:
        operation["parameters"].append(_IF_MATCH)
    for status in _refusals(name, method, scope, is_one=is_one, has_body="requestBody" in operation):
        responses[str(status.value)] = _refusal(status)
    if tagged:
        for done in {"200", "201"} & responses.keys():
            responses[done]["headers"] = _ETAG
        if method == "get":
            responses["304"] = {"description": "You have it in this form.", "headers": _ETAG}
    operation["responses"] = dict(sorted(responses.items()))


def _is_tagged(name: str, method: str, responses: dict[str, Any]) -> bool:
    """One object is told with its tag; lists, files and what is only done are not."""
    untagged = name.startswith(("list_", "merge_")) or name.endswith(("_content", "_playbook_file"))
    return not untagged and method != "delete" and "204" not in responses


def _refusals(name: str, method: str, scope: str, *, is_one: bool, has_body: bool) -> Iterator[HTTPStatus]:
    yield from (HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS)
    if scope:
        yield HTTPStatus.FORBIDDEN
    if is_one or method != "get":
        yield HTTPStatus.NOT_FOUND
    if method != "get":
        yield HTTPStatus.CONFLICT
    if method == "patch" or name in _BOUND:
        yield HTTPStatus.PRECONDITION_FAILED
    if has_body:
        yield from (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _refusal(status: HTTPStatus) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": status.phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="ProblemTold")}}},
    }
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        told["headers"] = _RETRY
    return told
