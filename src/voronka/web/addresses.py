"""Addresses of pages by their names in urls.py.

They depend on nothing but the name and its arguments, so the many that a page holds are worked out once.
"""

from functools import lru_cache

from django.urls import NoReverseMatch, reverse

# A page's own links and those of some thousand deals; a deal's is 150 bytes here.
_KEPT = 16_384


@lru_cache(maxsize=_KEPT)
def address(name: str, *args: int | str) -> str:
    """The address of a page.

    Raises:
        NoReverseMatch: there is no such page.
    """
    return reverse(name, args=args)


@lru_cache(maxsize=_KEPT)
def named_address(name: str, **kwargs: int | str) -> str:
    """As `address`, with named arguments."""
    return reverse(name, kwargs=kwargs)


@lru_cache(maxsize=256)
def address_if(name: str) -> str:
    """The address of a page without arguments, empty when this edition does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
