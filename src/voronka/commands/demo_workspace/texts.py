"""What people of the demo write: needs, outcomes, results. English source of `translations`."""

NEEDS = (
    "Keep 20 t at −18 °C all summer; the old room fails in July.",
    "Two more rooms at +2 °C before the season, with spare power.",
    "Lower the electricity bill; the compressors are 15 years old.",
    "A new shop opens in spring and needs the whole cold line.",
    "The inspector wants a temperature log, and they have none.",
    "Cool the product in 90 minutes instead of four hours.",
)
BUDGETS = ("up to $10k", "$10–30k", "$30–60k", "$60–100k", "over $100k")
CALLED = (
    "They agreed to a visit next week; the engineer will join.",
    "Spoke with the decision-maker: a meeting is fine, mornings are best.",
    "Wants to see a similar site first; agreed to meet there.",
    "Agreed to a meeting and sends us the floor plan.",
)
MET = (
    "Walked the site with the engineer; two problems confirmed.",
    "Good meeting: they count losses per month now.",
    "Saw the machine room; power is enough, drains are not.",
)
RESULTS = (
    "They lose about $2k of goods a month. The offer must show the payback and the start-up date.",
    "Main worry is downtime while we install. Offer: work at night, spare unit for a week.",
    "Three decision criteria: energy, service within a day, warranty of three years.",
    "They compare with one more supplier; price is second, noise is first.",
)
RECEIVED = (
    "Got the offer, reading with the engineer. Asks for a shorter lead time and a 5-year cost table.",
    "Received, will read by Friday.",
    "Received; the price surprised them, the energy figures as well.",
)
SEEN = (
    "Went through the offer on the screen; questions about delivery only.",
    "The director saw it live and asked for a variant without installation.",
    "Walked through all pages; they like the warranty.",
)
CONFIRMED = (
    "They wrote that the sum fits the budget of this year.",
    "E-mail from the director: the range is approved.",
    "Finance confirmed the budget in a letter.",
)
ANSWERED = (
    "All four remarks answered, two accepted.",
    "Price objection closed with the 5-year table; nothing is left.",
    "Delivery date moved by a week, they accepted.",
)
LOST = {
    "Price above budget": ("Too expensive for this year.", "They found the sum above what the owner allows."),
    "Chose a competitor": ("Went with the other supplier.", "The competitor delivers a week sooner."),
    "No need or not a fit": ("They repair the old unit after all.", "Looks for household equipment."),
    "No contact": ("Five calls and two letters without an answer.", "The number is out of use."),
}
POSTPONED = (
    "Budget is decided next quarter.",
    "The building is finished later than planned.",
    "They come back after the season.",
)
OBJECTED = {
    "price": ("You are 12% above Frigoline.", "For this money we repair the old unit twice."),
    "not-now": ("Come back after the season.", "This year we open no new room."),
    "has-supplier": ("Polyus-Kholod has served us for ten years.", "We buy from the maker directly."),
    "needs-to-ask": ("The owner decides, and he is away until Monday.", "Our engineer has to see it first."),
    "terms": ("Six weeks is too long, the season begins in four.", "Half of it in advance is too much."),
    "no-trust": ("Who else in the region works with you?",),
}
FOUND_OUT = {
    "limit": "The director confirmed it: the owner’s limit is lower by a fifth.",
    "service": "Price came second: the other promised service within a day.",
    "sooner": "Their letters say the same: delivery a week sooner.",
    "never": "They have bought from nobody; our sum was above the limit.",
}
COMPETITORS = ("Frigoline", "Polyus-Kholod", "Arktos")
POSTPONE_REASONS = ("No budget this quarter", "Building not ready", "Decision moved to a later date")
BEFORE_THE_PLAYBOOK = "Came over from the old base, before the playbook."
SENT = "Offer sent by e-mail."
SUMMARY_SENT = "Summary sent the same day."
DRAFT_SENT = "Draft contract sent to their lawyer."
HANDED_OVER = "Installation accepted the hand-over note."
PAID = "Advance is on the account."
WORKS = "All works; they will recommend us."
SURVEYED = "Room measured, power noted."
UNPACKED = "Nothing damaged, packing list signed."
