"""Answers: JSON with an ETag, changes only to what was seen, and things that are made once."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from ninja import Schema

from voronka.api.caller import ApiRequest
from voronka.api.refusals import KeyTooLong, Outdated, UnderWay
from voronka.commands.api_answers import Answered, answer_once
from voronka.commands.holding import Held, hold
from voronka.commands.transaction import writing

Rest = ParamSpec("Rest")
View = Callable[Concatenate[ApiRequest, Rest], HttpResponse]
LONGEST_KEY = 200
_KEPT = ("ETag", "Location", "Content-Type")


def etag_of(body: str) -> str:
    """The tag of an object's present form."""
    return f'"{hashlib.sha256(body.encode()).hexdigest()[:24]}"'


def told(request: ApiRequest, thing: Schema, status: int = 200, *, at: str = "") -> HttpResponseBase:
    """One object, with its tag; 304 where the caller has it. `at`: the address of what was made."""
    body = thing.model_dump_json()
    etag = etag_of(body)
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if request.method == "GET" and etag in known:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, status=status, content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    if at:
        response.headers["Location"] = at
    return response


def listed(page: Schema) -> HttpResponse:
    """A list."""
    response = HttpResponse(page.model_dump_json(), content_type="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def nothing() -> HttpResponse:
    """Done, and nothing to tell."""
    return HttpResponse(status=204)


@contextmanager
def changing(request: ApiRequest, what: Held, id: int, read: Callable[[], Schema]) -> Iterator[None]:
    """A change that If-Match may bind to what the caller saw; `read` tells the object as it is.

    Raises:
        Outdated
    """
    with writing():
        if request.headers.get("If-Match"):
            hold(what, id)
            _refuse_if_other(request, read())
        yield


def _refuse_if_other(request: ApiRequest, now: Schema) -> None:
    wanted = request.headers.get("If-Match", "").strip()
    if wanted == "*":
        return
    those = {one.strip().removeprefix("W/") for one in wanted.split(",")}
    if etag_of(now.model_dump_json()) not in those:
        raise Outdated(now.model_dump(mode="json"))


class _UnderWay:
    """The keys that are worked on in this process, so that the second of two at once is told to wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._keys: set[tuple[int, str]] = set()

    def begin(self, key: tuple[int, str]) -> bool:
        with self._guard:
            if key in self._keys:
                return False
            self._keys.add(key)
            return True

    def end(self, key: tuple[int, str]) -> None:
        with self._guard:
            self._keys.discard(key)


_UNDER_WAY = _UnderWay()


def once(view: Callable[Concatenate[ApiRequest, Rest], HttpResponseBase]) -> View[Rest]:
    """With an Idempotency-Key, do it once, however often it is asked for; without one, each time."""

    @wraps(view)
    def kept(request: ApiRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key:
            return cast("HttpResponse", view(request, *args, **kwargs))
        if len(key) > LONGEST_KEY:
            raise KeyTooLong
        claim = (request.auth.token, key)
        if not _UNDER_WAY.begin(claim):
            raise UnderWay
        try:
            given = answer_once(
                token=request.auth.token, key=key.replace("\x00", ""), request_hash=_hash(request, kwargs),
                at=request.now, act=lambda: _answered(view(request, *args, **kwargs)),
            )  # fmt: skip
        finally:
            _UNDER_WAY.end(claim)
        return _response(given)

    return kept


def _hash(request: ApiRequest, said: Mapping[str, Any]) -> str:
    """Of what was asked for. A file counts by its content, for its wrapping has another seam each time."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.FILES:
        for name, file in sorted(request.FILES.items()):
            digest.update(f"{name} {file.name}\n".encode(errors="replace"))  # type: ignore[union-attr]  # one file a name
            for chunk in file.chunks():  # type: ignore[union-attr]  # one file a name
                digest.update(chunk)
            file.seek(0)  # type: ignore[union-attr]  # one file a name
        digest.update(repr(sorted(request.POST.items())).encode(errors="replace"))
    else:
        digest.update(repr(sorted(said.items(), key=lambda pair: pair[0])).encode(errors="replace"))
    return digest.hexdigest()


def _answered(response: HttpResponseBase) -> Answered:
    plain = cast("HttpResponse", response)
    headers = {name: plain.headers[name] for name in _KEPT if name in plain.headers}
    return Answered(plain.status_code, headers, plain.content.decode())


def _response(given: Answered) -> HttpResponse:
    response = HttpResponse(given.body, status=given.status, headers=given.headers)
    if given.again:
        response.headers["Idempotency-Replayed"] = "true"
    return response
