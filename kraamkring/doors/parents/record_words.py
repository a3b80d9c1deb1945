"""The words in which parents read what stands in the record, for what is known there in codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

PARTS: Words = {
    "prenatal": _("Your pregnancy"),
    "birth_and_stay": _("The birth and the days in hospital"),
    "postnatal": _("How you are after the birth"),
    "child": _("Your child"),
    "plan": _("Your plan and your appointments"),
    "network": _("Your circle"),
}
CLOSED: Words = {**PARTS, "child": _("The child")}
PLACES: Words = {
    "home": _("at home"),
    "hospital": _("in hospital"),
    "birth_centre": _("in a birth centre"),
    "elsewhere": _("at another place"),
}
MODES: Words = {
    "vaginal": _("birth without an operation"),
    "instrumental": _("birth with help of a cup or forceps"),
    "caesarean": _("birth by caesarean"),
}
OUTCOMES: Words = {"live": _("born alive"), "stillborn": _("born without life")}
CONDITIONS: Words = {"good": _("it goes well"), "concern": _("there is a worry")}
COURSES: Words = {"uncomplicated": _("without problems"), "complicated": _("with problems")}
LOSSES: Words = {
    "miscarriage": _("miscarriage"),
    "ectopic": _("a pregnancy outside the womb"),
    "termination": _("the pregnancy was ended"),
    "vanished_twin": _("one of the children was lost"),
}
METHODS: Words = {
    "last_period": _("counted from your last period"),
    "ultrasound": _("measured with ultrasound"),
    "ivf": _("counted from the treatment"),
    "taken_over": _("taken from another record"),
}
SCREENINGS: Words = {"blood_spot": _("heel prick"), "hearing": _("hearing test")}
SCREENED: Words = {
    "done": _("done"),
    "unusable": _("done, and it must be done again"),
    "refused": _("you did not want it"),
}
RESULTS: Words = {
    "normal": _("the result is good"),
    "no_news": _("no news came, and that means good news"),
    "refer": _("a further check is needed"),
    "abnormal": _("something was found; a doctor talks about it with you"),
}
STAYS: Words = {"short": _("a short time in hospital"), "classic": _("the usual time in hospital")}
FEEDING: Words = {"breast": _("breastfeeding"), "formula": _("bottle"), "mixed": _("breast and bottle")}
STEPS: Words = {
    "birth_plan_made": _("The plan for the birth was made"),
    "postnatal_plan_made": _("The plan for after the birth was made"),
    "short_stay_assessed": _("It was looked at whether a short stay in hospital is possible"),
    "needs_assessed": _("It was looked at which help is needed at home"),
    "maternity_care_requested": _("Help at home was asked for"),
    "alarm_signs_explained": _("It was explained when to call, and whom"),
    "network_told": _("The people around you were told that you go home"),
    "transfer_letter_sent": _("The letter to who takes over was sent"),
    "handed_over": _("The care was passed on"),
    "readmission_registered": _("It was written down that you were back in hospital"),
    "kept_together": _("Mother and child stayed together"),
    "refusal_in_writing": _("It was put on paper that you did not want it"),
    "loss_told": _("The people around you were told of your loss"),
    "act_registered": _("The paper from the town hall was made"),
    "birth_declared": _("The birth was told to the town hall"),
    "maternity_care_indicated": _("It was looked at how many hours of maternity care you need"),
    "weighed": _("Your child was weighed"),
    "vitamin_k_given": _("Your child got vitamin K"),
    "vitamin_k_drops_explained": _("The drops of vitamin K were explained"),
    "rsv_immunised": _("Your child got the injection against RSV"),
    "referred_for_hearing": _("Your child goes to an audiological centre for its hearing"),
    "rsv_talked_over": _("You talked about protection against RSV"),
    "rsv_vaccine_given": _("You got the vaccine against RSV"),
    "oxygen_measured": _("The oxygen in your child’s blood was measured"),
    "birth_notified": _("The municipality was told of the birth"),
}
KINDS: Words = {
    "due_dates": _("Expected day of birth"),
    "expected_newborns": _("How many children are expected"),
    "earlier_births": _("How often you gave birth before"),
    "course": _("How the pregnancy goes"),
    "mother_condition": _("How you are"),
    "preferences": _("What you want"),
    "births": _("Birth"),
    "deaths": _("Death"),
    "losses": _("Loss"),
    "admissions": _("To hospital"),
    "discharges": _("Going home"),
    "readmissions": _("To hospital again"),
    "moves": _("Moved house"),
    "network": _("Somebody in your circle"),
    "contacts": _("Visit or talk"),
    "screenings": _("Test of your baby"),
    "results": _("Result of a test"),
    "steps": _("Done for you"),
    "appointments": _("Appointment"),
    "waivers": _("Care that is not needed"),
    "decisions": _("It was decided what is right"),
    "retractions": _("Something was taken back"),
}
SOURCES: Words = {
    "device": _("written on a device"),
    "import": _("taken over from another system"),
    "self_report": _("told by you"),
}
