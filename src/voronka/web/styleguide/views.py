"""The page itself. Nothing on it is true: invented names, fixed figures, times set around the moment it is opened."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def styleguide(request: HttpRequest) -> HttpResponse:
    """Draw every component. Who may see it is decided where the address is given."""
    return render(request, "styleguide/page.html", samples(timezone.now()))


def samples(now: datetime) -> dict[str, Any]:
    """Values that bring out the states: late, today and later; calm, nearly and over a limit; day and night."""
    hours = {"late_day": -30, "late_hour": -3, "soon": 1, "tomorrow": 24, "week": 80, "month": 900}
    days = {"young": 2, "ripe": 4, "old": 9}
    return {
        "now_at": now,
        "due": {name: now + timedelta(hours=hour) for name, hour in hours.items()},
        "since": {name: now - timedelta(days=day, hours=5) for name, day in days.items()},
        "limit_minutes": 5 * 24 * 60,
        "amounts": [
            (Decimal(41500), "USD"),
            (Decimal("286400.50"), "UAH"),
            (Decimal(4600000000), "IDR"),
            (Decimal("1234567.8"), "EUR"),
        ],
        "people": ["Bagus Hartanto", "Олена Кравчук", "Sari", "María de la Cruz", "Глеб Никоноров", "Wulan Prameswari",
                   "Damir Akhmetov", "Iryna Solovei", "Artyom Belov", "Marina Zorina", "Yuliia Marchenko", "Taras"],
    }  # fmt: skip
