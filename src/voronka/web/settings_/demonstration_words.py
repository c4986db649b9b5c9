"""Why no demonstration can be laid now, and what to do instead."""

from typing import assert_never

from django.utils.translation import gettext as _

from voronka.domain.demonstration import WhyNot


def why_not_text(why: WhyNot, playbook: str) -> str:
    """In words. `playbook` is the key that the command names."""
    match why:
        case WhyNot.DEALS:
            return _(
                "You have deals of your own, and invented ones are never mixed with them. To see it with demo data, "
                "run “voronka demo --playbook %(key)s” with an empty database."
            ) % {"key": playbook}
        case WhyNot.CLIENTS:
            return _(
                "You have clients of your own, and invented ones are never mixed with them. To see it with demo data, "
                "run “voronka demo --playbook %(key)s” with an empty database."
            ) % {"key": playbook}
        case WhyNot.NO_TEAM:
            return _("Demo data needs a team whose deals they are. Add a team first.")
        case WhyNot.THERE:
            return _("There is demo data already. Clear it before you look at another playbook with it.")
        case _:
            assert_never(why)
