"""The 42 open deals of the base set, and the running orders of the second pipeline."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voronka.commands.demo_workspace import texts
from voronka.domain.objections import Outcome
from voronka.domain.task import TaskKind

_LAST_HOUR = time(20)
_LAST_CALL = time(19, 30)
_MORNING = time(9, 30)


@dataclass(frozen=True, slots=True)
class Due:
    """When a next step is due, seen from now: in hours (negative: overdue), or on a later day at an hour."""

    in_hours: float = 0
    in_days: int = 0
    hour: int = 10

    def day(self, now: datetime, zone: ZoneInfo) -> date | None:
        """The day, where it is a later one."""
        return now.astimezone(zone).date() + timedelta(days=self.in_days) if self.in_days else None

    def at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The instant, on a full half hour where it lies ahead; what is due today is not due at night."""
        local = now.astimezone(zone)
        if self.in_days:
            return datetime.combine(local.date() + timedelta(days=self.in_days), time(self.hour), zone)
        if self.in_hours < 0:
            return local + timedelta(hours=self.in_hours)
        begins = _at_work(local)
        due = begins + timedelta(hours=self.in_hours)
        due += timedelta(minutes=-due.minute % 30, seconds=-due.second, microseconds=-due.microsecond)
        return min(due, datetime.combine(begins.date(), _LAST_HOUR, zone))


def _at_work(local: datetime) -> datetime:
    """This moment, or the next morning when nobody works now."""
    morning = datetime.combine(local.date(), _MORNING, local.tzinfo)
    if local < morning:
        return morning
    return local if local.time() < _LAST_CALL else morning + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """A deal as it stands now: at `stage` (place in the pipeline, 0 is Unsorted) for `days`, `progress` acts done.

    `client` None: nobody knows yet who it is, only `phone`. `owner` None: nobody's yet.
    """

    title: str
    client: str | None
    amount: int | None
    owner: str | None
    stage: int
    days: int
    progress: int
    kind: TaskKind
    step: str
    due: Due
    source: str
    closes_in: int | None = None
    phone: str = ""


_CALL, _MEET, _MAIL, _OFFER = TaskKind.CALL, TaskKind.MEETING, TaskKind.EMAIL, TaskKind.OFFER
_DOC, _VISIT, _PAY, _RESEARCH = TaskKind.DOCUMENT, TaskKind.VISIT, TaskKind.PAYMENT, TaskKind.RESEARCH
_CALLED, _WEB, _WROTE = "incoming call", "web form", "e-mail"
_REFERRAL, _FAIR, _AGAIN = "referral", "exhibition", "repeat client"

OPEN_DEALS = (
    OpenDeal("Incoming call, not in the base", None, None, None, 0, 0, 0, _CALL, "Return the call", Due(0.4), _CALLED, phone="+62 811 555 0164"),
    OpenDeal("Web form: cold room for berries", "Yahidna Hirka", 18_000, "OK", 0, 0, 0, _CALL, "Get in touch", Due(-2), _WEB),
    OpenDeal("E-mail: 3 display fridges", "Kafe Utro", 6_900, "AB", 0, 0, 0, _MAIL, "Reply with questionnaire", Due(3), _WROTE),
    OpenDeal("Referral: blood-bank storage", "Tsentr Zabota", 46_000, "DA", 0, 0, 0, _RESEARCH, "Find the decision-maker", Due(4), _REFERRAL),
    # Qualify
    OpenDeal("Reefer dock refit, 6 bays", "Rybny Mys", 41_500, "AB", 1, 5, 1, _CALL, "Qualifying call", Due(-30), _AGAIN, 60),
    OpenDeal("Walk-in coolers ×3", "Hotel Teratai", 14_200, "WP", 1, 4, 0, _CALL, "Get the director’s number", Due(-50), _FAIR, 55),
    OpenDeal("Flower warehouse, +4 °C", "Kvitkova Hvylia", 33_700, "OK", 1, 2, 2, _CALL, "Call Yuliia Marchenko", Due(2), _WEB, 45),
    OpenDeal("Ice-cream hardening tunnel", "Belaya Shapka", 58_900, "DA", 1, 1, 3, _MAIL, "Send site checklist", Due(4.5), _REFERRAL, 70),
    OpenDeal("Service contract 2027", "Fermerskiy Ostrov", 9_600, "AB", 1, 0, 0, _CALL, "Qualifying call", Due(in_days=1), _AGAIN, 40),
    OpenDeal("Service contract: spiral freezer", "PT Samudra Teduh", 7_200, "WP", 1, 1, 2, _CALL, "Agree the scope of service", Due(in_days=2), _AGAIN, 35),
    OpenDeal("Vaccine fridges ×12", "Altay Med", 16_400, "DA", 1, 2, 1, _CALL, "Qualifying call", Due(in_days=1, hour=12), _CALLED, 50),
    OpenDeal("Cheese ripening chamber", "Syrna Khata", 24_800, "OK", 1, 1, 1, _CALL, "Ask about volume and shelf load", Due(in_days=1, hour=11), _WEB, 48),
    OpenDeal("Supermarket refit, 2 halls", "Vesnianka Market", 38_500, "IS", 1, 2, 2, _CALL, "Agree the day of the visit", Due(-5), _REFERRAL, 75),
    OpenDeal("Wine cellar cooling", "Vynna Balka", 12_300, "OK", 1, 0, 0, _CALL, "Qualifying call", Due(in_days=3), _FAIR, 42),
    OpenDeal("Meat chill room, 18 hooks", "Step Miaso", 19_700, "IS", 1, 1, 0, _RESEARCH, "Find the decision-maker", Due(in_days=2, hour=15), _WEB, 58),
    OpenDeal("Ice rink header repair", "Arena Sever", 9_200, "DA", 1, 0, 1, _CALL, "Qualifying call", Due(5), _CALLED, 30),
    # Meet
    OpenDeal("Display fridges, 14 shops", "Karpatska Lavka", 96_800, "OK", 2, 8, 0, _CALL, "Confirm Thursday meeting", Due(-26), _AGAIN, 38),
    OpenDeal("Pharma cold store, 2–8 °C", "Medsklad-Ural", 74_000, "DA", 2, 3, 1, _VISIT, "Site visit", Due(3), _REFERRAL, 52),
    OpenDeal("Central kitchen chillers", "Warung Nusa", 27_400, "WP", 2, 5, 2, _DOC, "Prepare load calculation", Due(in_days=1), _AGAIN, 40),
    OpenDeal("Cold room 240 m³", "Altyn Market", 52_300, "DA", 2, 2, 0, _MEET, "Meeting at the client’s office", Due(in_days=2, hour=14), _FAIR, 47),
    OpenDeal("Tuna tunnel feasibility", "PT Sagara Beku", 48_000, "WP", 2, 1, 0, _MAIL, "Send meeting agenda", Due(in_days=3), _WROTE, 80),
    OpenDeal("School canteen fridges", "Smak Shkola", 8_600, "OK", 2, 4, 3, _MAIL, "Send the summary", Due(in_days=1, hour=9), _WEB, 33),
    OpenDeal("Fish counter, 3 halls", "Morskiy Ryad", 14_900, "DA", 2, 2, 0, _MEET, "Meeting at the client’s office", Due(in_days=2, hour=11), _CALLED, 44),
    OpenDeal("Pastry display cases", "Solodka Hata", 9_800, "OK", 2, 1, 0, _MEET, "Show the samples at the bakery", Due(in_days=4), _AGAIN, 36),
    OpenDeal("Condenser replacement", "Belaya Shapka", 10_200, "DA", 2, 3, 1, _VISIT, "Measure the roof supports", Due(in_days=1, hour=13), _AGAIN, 29),
    # Propose
    OpenDeal("Roastery cold chain", "Kopi Lereng", 31_200, "WP", 3, 9, 3, _CALL, "Ask: what gives you pause?", Due(-74), _WEB, 25),
    OpenDeal("Bakery blast chillers", "Pekarni Tyomnykh", 22_800, "AB", 3, 7, 2, _CALL, "Confirm the offer was received", Due(-28), _FAIR, 28),
    OpenDeal("Blast freezer line, 12 t/day", "PT Samudra Teduh", 86_400, "WP", 3, 4, 3, _MEET, "Walk through the offer", Due(2), _CALLED, 24),
    OpenDeal("Grain-dryer cooling loop", "Zernovyi Dvir", 39_900, "OK", 3, 6, 4, _OFFER, "Send revised offer v2", Due(5), _REFERRAL, 31),
    OpenDeal("Apple storage, 400 t", "Chorsu Agro", 64_500, "DA", 3, 2, 2, _CALL, "Call Jasur Nazarov", Due(in_days=2), _FAIR, 43),
    OpenDeal("Egg store cooling", "Zolota Kurka", 26_400, "OK", 3, 1, 1, _OFFER, "Send the offer", Due(in_days=1), _WEB, 39),
    OpenDeal("Mushroom farm climate", "Hryby Karpat", 33_900, "OK", 3, 3, 3, _MEET, "Walk through the offer", Due(in_days=2, hour=16), _WEB, 37),
    OpenDeal("Ammonia room safety kit", "Kholod-Podillia", 28_700, "IS", 3, 2, 2, _CALL, "Confirm the offer was received", Due(in_days=1, hour=15), _AGAIN, 34),
    OpenDeal("Cold chain for 5 clinics", "Altay Med", 31_600, "DA", 3, 4, 4, _MAIL, "Ask for the budget in writing", Due(4), _REFERRAL, 27),
    OpenDeal("Mall food court, 8 points", "Istana Rasa", 29_100, "WP", 3, 2, 1, _OFFER, "Send the offer", Due(in_days=1, hour=14), _CALLED, 49),
    OpenDeal("Dairy counter refit", "Moloko i Myod", 23_500, "AB", 3, 1, 2, _CALL, "Confirm the offer was received", Due(in_days=3, hour=12), _WROTE, 41),
    # Agree terms
    OpenDeal("Milk cooling tanks ×4", "Polonyna Dairy", 68_000, "OK", 4, 6, 3, _CALL, "Delivery clause call", Due(1.5), _REFERRAL, 18),
    OpenDeal("Glycol chiller replacement", "Bumi Segar", 44_700, "WP", 4, 8, 2, _DOC, "Legal returns the draft", Due(in_days=1), _AGAIN, 16),
    OpenDeal("Fish port ice plant", "Rybny Mys", 88_300, "AB", 4, 3, 1, _CALL, "Agree payment schedule", Due(in_days=2), _FAIR, 26),
    OpenDeal("Dark-store freezers ×9", "Altyn Market", 35_000, "DA", 4, 4, 2, _CALL, "Agree warranty terms", Due(in_days=3), _AGAIN, 22),
    # Sign & pay
    OpenDeal("Salad-line chiller", "Fermerskiy Ostrov", 24_600, "AB", 5, 3, 2, _PAY, "Advance payment due", Due(6), _AGAIN, 7),
    OpenDeal("Gelato display ×11", "Warung Nusa", 36_400, "WP", 5, 5, 1, _DOC, "Signed copy by courier", Due(in_days=1), _AGAIN, 6),
)  # fmt: skip

RUNNING_ORDERS = (
    OpenDeal("Pastry chillers", "Solodka Hata", 19_400, "BL", 1, 1, 0, _VISIT, "Measure the room", Due(in_days=2), "Sales West", 21),
    OpenDeal("Ripening rooms ×2", "Karpatska Lavka", 32_800, "BL", 2, 9, 0, _DOC, "Check the packing list", Due(in_days=1, hour=9), "Sales West", 14),
    OpenDeal("Shock freezer, 800 kg", "Bumi Segar", 27_300, "BL", 2, 4, 0, _DOC, "Book the transport", Due(3), "Sales East", 19),
    OpenDeal("Pharmacy fridges ×6", "Medsklad-Ural", 11_500, "BL", 3, 2, 1, _VISIT, "Start-up with the client’s staff", Due(in_days=1, hour=10), "Sales East", 5),
    OpenDeal("Ice maker, harbour café", "Rybny Mys", 8_900, "BL", 3, 5, 0, _VISIT, "Run it for 24 hours", Due(5), "Sales West", 4),
)  # fmt: skip

# What is written on single deals, hours ago.
NOTES = {
    "Blast freezer line, 12 t/day": (
        (
            1.6,
            (
                "Bagus compares total cost over 5 years, not the sticker price. "
                "Bring the energy table: 0.11 kWh/kg against 0.16 at Frigoline."
            ),
        ),
    ),
    "Milk cooling tanks ×4": ((20.0, "Draft agreed, one clause open: delivery before the spring milk."),),
    "Display fridges, 14 shops": ((70.0, "Bought twice before. @Marina Zhdanova, may we offer the third-order price?"),),
    "Grain-dryer cooling loop": ((26.0, "They asked for a second offer with the smaller compressor C4."),),
    "Flower warehouse, +4 °C": ((5.0, "Yuliia answers within an hour; call rather than write."),),
}  # fmt: skip

# What clients object, hours ago: the kind's key, their words, what became of it.
OBJECTIONS = {
    "Blast freezer line, 12 t/day": (
        (66.0, "terms", texts.OBJECTED["terms"][0], Outcome.ANSWERED),
        (22.0, "price", texts.OBJECTED["price"][0], Outcome.OPEN),
    ),
    "Roastery cold chain": ((75.0, "needs-to-ask", texts.OBJECTED["needs-to-ask"][0], Outcome.OPEN),),
    "Grain-dryer cooling loop": ((50.0, "price", texts.OBJECTED["price"][1], Outcome.ANSWERED),),
    "Milk cooling tanks ×4": ((21.0, "terms", "", Outcome.OPEN),),
    "Apple storage, 400 t": ((20.0, "has-supplier", texts.OBJECTED["has-supplier"][0], Outcome.OPEN),),
    "Glycol chiller replacement": ((90.0, "not-now", texts.OBJECTED["not-now"][0], Outcome.ANSWERED),),
}  # fmt: skip

# Tasks beside the next step: deal -> kind, title, due.
MORE_TASKS = {
    "Display fridges, 14 shops": ((_MEET, "Meeting at the client’s office", Due(in_days=2, hour=12)),),
    "Grain-dryer cooling loop": (
        (_RESEARCH, "Check the spec of compressor C4", Due(1)),
        (_CALL, "Stage limiter: what gives you pause?", Due(in_days=3)),
    ),
    "Blast freezer line, 12 t/day": ((_CALL, "Stage limiter: decision?", Due(in_days=1)),),
}
