"""Argon2 with the least work: tests that log in a hundred times are about counting, not about hashing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same algorithm, cheap to compute and to break."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
