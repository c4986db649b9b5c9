"""The playbooks that were published in this workspace, as they came in."""

from voronka.models import PlaybookVersion


def published_text(key: str, number: int | None = None) -> str | None:
    """The file of the newest version, or of the one with this number; None when there is none. One query."""
    versions = PlaybookVersion.objects.filter(key=key).order_by("-number")
    if number is not None:
        versions = versions.filter(number=number)
    return versions.values_list("text", flat=True).first()
