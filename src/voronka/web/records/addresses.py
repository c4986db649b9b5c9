"""Where what was noted leads to."""

from urllib.parse import urlencode

from django.urls import reverse


def referral_deal_address(deal: int, name: str, phone: str) -> str:
    """The form of a new deal with whom the deal's client named: their name and number, the source and who sent them."""
    query = {"from": str(deal), "contact_name": name.strip(), "client": phone.strip()}
    return f"{reverse('new-deal')}?{urlencode({key: value for key, value in query.items() if value})}"
