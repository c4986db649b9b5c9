"""The WSGI application: every page, compressed and timed, and the static files. `asgi.py` serves it."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it comes without types

from voronka.config.compression import Compressed
from voronka.config.timing import Timed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Names with a hash of the content in them, such as app-AIWUDZX6.js: they never change.
_HASHED = re.compile(r"-[A-Z0-9]{8}\.\w+$")


def is_immutable(_: str, url: str) -> bool:
    """Whether a browser may keep the file for ever."""
    return _HASHED.search(url) is not None


def with_static_files(application: "WSGIApplication") -> "WSGIApplication":
    """The application with the built assets in front; looked for anew at each request while developing."""
    folder = settings.PACKAGE / "web" / "static"
    folder.mkdir(exist_ok=True)
    served: WSGIApplication = WhiteNoise(
        _without_strays(application),
        root=str(folder),
        prefix=settings.STATIC_URL,
        max_age=0,
        allow_all_origins=False,
        autorefresh=settings.DEBUG,
        immutable_file_test=is_immutable,
        add_headers_function=_harden,
    )
    return served


def _without_strays(application: "WSGIApplication") -> "WSGIApplication":
    """The application, but never asked for a file that was not built: no page is drawn for a stale style sheet."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(settings.STATIC_URL):
            return application(environ, start_response)
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return []

    return answer


def _harden(headers: "dict[str, str]", path: str, url: str) -> None:  # noqa: ARG001 - WhiteNoise's signature
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


application: "WSGIApplication" = with_static_files(Compressed(Timed(get_wsgi_application())))
