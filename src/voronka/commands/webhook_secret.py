"""The secret that webhooks are signed with: made when it is first needed, and anew when an administrator wants."""

import base64
import secrets

from voronka.commands.transaction import writing
from voronka.domain.errors import NotAllowed
from voronka.domain.permissions import Actor
from voronka.models import Workspace

_BYTES = 24


def webhook_secret() -> str:
    """`whsec_` and base64, as Standard Webhooks writes it."""
    kept = Workspace.objects.values_list("webhook_secret", flat=True).get(pk=1)
    return kept or _make(only_first=True)


def renew_webhook_secret(*, by: Actor) -> str:
    """Another one: what is signed from now on is known by it only.

    Raises:
        NotAllowed
    """
    if not by.policy.may_run_jobs:
        raise NotAllowed
    return _make(only_first=False)


def _make(*, only_first: bool) -> str:
    made = "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()
    with writing():
        rows = Workspace.objects.filter(pk=1)
        (rows.filter(webhook_secret="") if only_first else rows).update(webhook_secret=made)
        return rows.values_list("webhook_secret", flat=True).get()
