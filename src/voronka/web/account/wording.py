"""Sentences of the account pages where the common ones would mislead."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.domain.errors import Invalid
from voronka.web.errors.wording import problem_texts


def wait_text(retry_at: datetime, now: datetime) -> str:
    """How long the log-in stays closed. In minutes, for a stranger's clock is not known."""
    minutes = max(1, -(-(retry_at - now) // timedelta(minutes=1)))
    return ngettext(
        "Too many failed attempts. Try again in %(num)s minute.",
        "Too many failed attempts. Try again in %(num)s minutes.",
        minutes,
    ) % {"num": minutes}


def login_text() -> str:
    """The one answer for an unknown e-mail and a wrong password."""
    return _("The e-mail and the password do not fit together. Check both, and the keyboard layout.")


def password_texts(error: Invalid) -> Mapping[str, str]:
    """Field -> sentence for the change of password."""
    texts = problem_texts(error)
    own = {
        "old": _("This is not your present password. Type it again."),
        "again": _("This differs from the new password above. Type it again."),
    }
    return texts | {field: text for field, text in own.items() if field in texts}
