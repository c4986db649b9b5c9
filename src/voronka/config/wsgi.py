"""The WSGI application: every page, compressed and timed, and the static files. `asgi.py` serves it."""

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it comes without types

from voronka.config.compression import Compressed
from voronka.config.timing import Timed

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

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
        application,
        root=str(folder),
        prefix=settings.STATIC_URL,
        max_age=0,
        allow_all_origins=False,
        autorefresh=settings.DEBUG,
        immutable_file_test=is_immutable,
        add_headers_function=_harden,
    )
    return served


def _harden(headers: "dict[str, str]", path: str, url: str) -> None:  # noqa: ARG001 - WhiteNoise's signature
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


application: "WSGIApplication" = with_static_files(Compressed(Timed(get_wsgi_application())))
