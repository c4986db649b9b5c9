"""The causes of delay that a workspace begins with."""

from voronka.domain.reviews import USUAL_CAUSES
from voronka.models import DelayCause


def install_usual_causes(language: str) -> None:
    """Write them in one language, within the transaction of who opens the workspace."""
    DelayCause.objects.bulk_create(
        DelayCause(name=name[language], position=place) for place, name in enumerate(USUAL_CAUSES)
    )
