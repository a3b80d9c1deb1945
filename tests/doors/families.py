"""Three families as somebody types them into the page."""

PREGNANT = {"due_on": "2026-10-14", "booked_on": "2026-03-02"}

# Born on Thursday at 06:00, home on Friday at 18:00: 36 hours.
HOME_AFTER_36_HOURS = PREGNANT | {
    "place": "hospital",
    "mode": "vaginal",
    "born_1_on": "2026-10-15",
    "born_1_time": "06:00",
    "outcome_1": "live",
    "weight_1": "3300",
    "home": "actual",
    "home_on": "2026-10-16",
    "home_time": "18:00",
    "pregnancy_done": "on",
    "stay_done": "on",
    "now_on": "2026-10-17",
    "now_time": "10:00",
}
A_DAY_LATER = HOME_AFTER_36_HOURS | {"now_time": "19:00"}

TWINS = HOME_AFTER_36_HOURS | {
    "expected": "2",
    "born_2_on": "2026-10-15",
    "born_2_time": "06:12",
    "outcome_2": "live",
    "weight_2": "2450",
    "spot_1": "done",
    "spot_1_on": "2026-10-18",
    "spot_1_time": "11:00",
    "visit": "done",
    "visit_on": "2026-10-17",
    "visit_time": "10:00",
    "now_on": "2026-10-19",
    "now_time": "09:00",
}

STILLBIRTH = HOME_AFTER_36_HOURS | {"outcome_1": "stillborn", "weight_1": ""}
