"""Secrets that the database holds for the product's own use: sealed with a key made of the installation's secret.

Whoever gets hold of the database alone can't read them; a changed VORONKA_SECRET_KEY can't either, and they are entered
anew. Shown to nobody.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_WHAT_FOR = b"voronka: what the database holds sealed"


def seal(text: str) -> str:
    """The text as it may stand in the database; empty stays empty."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text again; empty when there is none, or none that this installation's secret opens."""
    if not sealed:
        return ""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


@lru_cache(maxsize=4)
def _box(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_WHAT_FOR).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
