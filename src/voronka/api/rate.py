"""How often a token may ask: a bucket for each, kept in this process (ADR 0043)."""

import threading
from dataclasses import dataclass
from datetime import datetime
from math import ceil


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Buckets:
    """`per_minute` requests a minute for each, and as many at once. Several processes count each for itself."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._guard = threading.Lock()
        self._buckets: dict[int, _Bucket] = {}

    def take(self, token: int, at: datetime) -> int:
        """Take one out. 0: taken; else how many seconds until there is one."""
        with self._guard:
            bucket = self._buckets.setdefault(token, _Bucket(self._most, at))
            passed = max(0.0, (at - bucket.at).total_seconds())
            bucket.left, bucket.at = min(self._most, bucket.left + passed * self._most / 60), at
            if bucket.left >= 1:
                bucket.left -= 1
                return 0
            return max(1, ceil((1 - bucket.left) * 60 / self._most))

    def forget(self) -> None:
        """Fill all buckets."""
        with self._guard:
            self._buckets.clear()
