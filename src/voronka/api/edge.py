"""The edge of the API: whatever the address, method or size, the answer is a problem that a program can read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from voronka.api import problem

Handler = Callable[[HttpRequest], HttpResponse]
_OURS = "/api/v1/"


class Answers:
    """Puts what Django refused by itself, a page else, into the API's form."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only refusals under the API's address matter here."""
        response = self._get_response(request)
        if response.status_code < 400 or not request.path_info.startswith(_OURS):
            return response
        if response.headers.get("Content-Type", "").startswith(problem.MEDIA_TYPE):
            return response
        told = problem.of_status(response.status_code)
        if "Allow" in response.headers:
            told.headers["Allow"] = response.headers["Allow"]
        return told
