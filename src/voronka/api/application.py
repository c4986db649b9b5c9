"""The API as a whole: its parts, its name, and who answers for what goes wrong."""

from typing import Any

from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from voronka.api import clients, deals, events, files, method, notes, people, problem, tasks
from voronka.domain.errors import Refused

_ABOUT = (
    "Everything that the pages do, by the same rules: a token acts as one person, sees what they see, and a deal "
    "goes through the same gates. How to begin: docs/api.md."
)


class Api(NinjaAPI):
    """Ninja's, with names of our own for operations and addresses."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name: it says what the operation does."""
        return operation.view_func.__name__

    def get_operation_url_name(self, operation: Operation, router: Any) -> str:
        """The same, told apart from pages."""
        del router
        return f"api-{operation.view_func.__name__.replace('_', '-')}"


api = Api(
    title="Voronka", version="1", description=_ABOUT, openapi_url=None, docs_url=None, urls_namespace="api"
)
PARTS = (deals, tasks, clients, notes, files, method, people, events)
for part in PARTS:
    api.add_router("", part.router)
for refusal in (Refused, ValidationError, HttpError):
    api.add_exception_handler(refusal, problem.refuse)
