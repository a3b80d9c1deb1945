"""The sentences the engine itself says, in four languages. What a card promises is said on the card."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..kernel.gestation import notation


class Phrase:
    """A sentence by its code and what fills it, to be said in a language later."""

    __slots__ = ("code", "filling")

    def __init__(self, code: str, **filling: Any) -> None:
        self.code, self.filling = code, filling

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.code, self.filling) == (other.code, other.filling)

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"Phrase({self.code!r})"

    def say(self, language: str = "en") -> str:
        """The sentence in nl, fr, de or en. Instants are said in the zone that came with them."""
        zone = self.filling.get("zone")
        shown = {
            name: _shown(value, zone, language) for name, value in self.filling.items() if name != "zone"
        }
        if "fact" in shown:
            if self.filling["fact"].startswith("gestation") and self.filling["value"] is not None:
                shown["value"] = notation(self.filling["value"])
            if self.filling["fact"] == "birthday" and self.filling["value"] is not None:
                shown["value"] = "-".join(reversed(self.filling["value"].split("-")))  # day before month
            shown["fact"] = FACT_NAMES.get(self.filling["fact"], {}).get(language, shown["fact"])
        return SENTENCES[self.code][language].format(**shown)


def _shown(value: Any, zone: Any, language: str) -> str:
    match value:
        case bool() | None:
            return WORDS[value][language]
        case str():
            return WORDS[value][language] if value in WORDS else value
        case datetime():
            return f"{value.astimezone(zone) if zone else value:%d-%m-%Y %H:%M}"
        case date():
            return f"{value:%d-%m-%Y}"
        case float():
            whole = f"{value:.1f}".removesuffix(".0")
            return whole if language == "en" else whole.replace(".", ",")
        case _:
            return str(getattr(value, language, value))  # a title in four languages, or a number


WORDS: dict[Any, dict[str, str]] = {
    True: {"en": "yes", "nl": "ja", "fr": "oui", "de": "ja"},
    False: {"en": "no", "nl": "nee", "fr": "non", "de": "nein"},
    None: {"en": "not known", "nl": "niet bekend", "fr": "inconnu", "de": "nicht bekannt"},
    "home": {"en": "home", "nl": "thuis", "fr": "domicile", "de": "zu Hause"},
    "hospital": {"en": "hospital", "nl": "ziekenhuis", "fr": "hôpital", "de": "Krankenhaus"},
    "birth_centre": {
        "en": "birth centre",
        "nl": "geboortecentrum",
        "fr": "maison de naissance",
        "de": "Geburtshaus",
    },
    "elsewhere": {"en": "elsewhere", "nl": "elders", "fr": "ailleurs", "de": "anderswo"},
    "live": {"en": "born alive", "nl": "levend geboren", "fr": "né vivant", "de": "lebend geboren"},
    "vaginal": {"en": "vaginal", "nl": "vaginaal", "fr": "vaginal", "de": "vaginal"},
    "instrumental": {
        "en": "with forceps or vacuum",
        "nl": "met tang of zuignap",
        "fr": "avec forceps ou ventouse",
        "de": "mit Zange oder Saugglocke",
    },
    "caesarean": {"en": "caesarean", "nl": "keizersnede", "fr": "césarienne", "de": "Kaiserschnitt"},
    "good": {"en": "good", "nl": "goed", "fr": "bon", "de": "gut"},
    "concern": {"en": "of concern", "nl": "zorgelijk", "fr": "préoccupant", "de": "besorgniserregend"},
    "uncomplicated": {
        "en": "without complications",
        "nl": "zonder complicaties",
        "fr": "sans complication",
        "de": "ohne Komplikationen",
    },
    "complicated": {
        "en": "with complications",
        "nl": "met complicaties",
        "fr": "avec complications",
        "de": "mit Komplikationen",
    },
    "mother": {"en": "the mother", "nl": "de moeder", "fr": "la mère", "de": "der Mutter"},
    "partner": {"en": "the partner", "nl": "de partner", "fr": "le ou la partenaire", "de": "dem Partner"},
    "coordinator": {
        "en": "the coordinator",
        "nl": "de coördinator",
        "fr": "le coordinateur",
        "de": "der Koordination",
    },
    "midwife": {"en": "the midwife", "nl": "de vroedvrouw", "fr": "la sage-femme", "de": "der Hebamme"},
    "ward_midwife": {
        "en": "the midwife of the ward",
        "nl": "de vroedvrouw van de afdeling",
        "fr": "la sage-femme du service",
        "de": "der Hebamme der Station",
    },
    "gp": {
        "en": "the general practitioner",
        "nl": "de huisarts",
        "fr": "le médecin généraliste",
        "de": "der Hausarztpraxis",
    },
    "gynaecologist": {
        "en": "the gynaecologist",
        "nl": "de gynaecoloog",
        "fr": "le gynécologue",
        "de": "der Gynäkologie",
    },
    "paediatrician": {
        "en": "the paediatrician",
        "nl": "de kinderarts",
        "fr": "le pédiatre",
        "de": "der Kinderärztin",
    },
    "maternity_carer": {
        "en": "the maternity carer",
        "nl": "de kraamverzorgende",
        "fr": "l'aide maternelle",
        "de": "der Mütterpflegerin",
    },
    "youth_health": {
        "en": "youth health care",
        "nl": "de jeugdgezondheidszorg",
        "fr": "la consultation pour enfants",
        "de": "der Vorsorgestelle",
    },
    "lactation_consultant": {
        "en": "the lactation consultant",
        "nl": "de lactatiekundige",
        "fr": "la consultante en lactation",
        "de": "der Stillberaterin",
    },
    "physiotherapist": {
        "en": "the physiotherapist",
        "nl": "de kinesitherapeut",
        "fr": "le kinésithérapeute",
        "de": "der Physiotherapie",
    },
    "social_worker": {
        "en": "the social worker",
        "nl": "de maatschappelijk werker",
        "fr": "l'assistante sociale",
        "de": "der Sozialarbeiterin",
    },
    "buddy": {"en": "the buddy", "nl": "de buddy", "fr": "le buddy", "de": "dem Buddy"},
    "breast": {"en": "breast", "nl": "borst", "fr": "sein", "de": "Brust"},
    "formula": {"en": "formula", "nl": "kunstvoeding", "fr": "lait en poudre", "de": "Säuglingsnahrung"},
    "mixed": {
        "en": "breast and formula",
        "nl": "borst en kunstvoeding",
        "fr": "sein et lait en poudre",
        "de": "Brust und Säuglingsnahrung",
    },
    "short": {"en": "short", "nl": "kort", "fr": "court", "de": "kurz"},
    "classic": {"en": "classic", "nl": "klassiek", "fr": "classique", "de": "klassisch"},
    "stillborn": {"en": "stillborn", "nl": "doodgeboren", "fr": "mort-né", "de": "tot geboren"},
}

FACT_NAMES: dict[str, dict[str, str]] = {
    "place_of_birth": {
        "en": "place of birth", "nl": "plaats van geboorte", "fr": "lieu de naissance", "de": "Geburtsort",
    },
    "mode_of_birth": {
        "en": "mode of birth", "nl": "wijze van bevallen", "fr": "mode d'accouchement", "de": "Geburtsmodus",
    },
    "outcome": {"en": "outcome", "nl": "uitkomst", "fr": "issue", "de": "Ausgang"},
    "stay_hours": {
        "en": "hours between birth and going home", "nl": "uren tussen geboorte en thuiskomst",
        "fr": "heures entre la naissance et le retour", "de": "Stunden zwischen Geburt und Heimkehr",
    },
    "homecoming_day": {
        "en": "day of going home", "nl": "dag van thuiskomst", "fr": "jour du retour", "de": "Tag der Heimkehr",
    },
    "home_after_mother_hours": {
        "en": "hours home after the mother", "nl": "uren thuis na de moeder",
        "fr": "heures de retour après la mère", "de": "Stunden Heimkehr nach der Mutter",
    },
    "maternity_care_wanted": {
        "en": "maternity care wanted", "nl": "kraamzorg gewenst",
        "fr": "aide maternelle souhaitée", "de": "Mütterpflege gewünscht",
    },
    "living_children": {
        "en": "number of living children", "nl": "aantal levende kinderen",
        "fr": "nombre d'enfants vivants", "de": "Zahl der lebenden Kinder",
    },
    "children": {"en": "children", "nl": "kinderen", "fr": "enfants", "de": "Kinder"},
    "gestation_at_birth_days": {
        "en": "gestation at birth", "nl": "zwangerschapsduur bij geboorte",
        "fr": "âge gestationnel à la naissance", "de": "Schwangerschaftsdauer bei der Geburt",
    },
    "lightest_birth_weight_g": {
        "en": "birth weight in grams", "nl": "geboortegewicht in gram",
        "fr": "poids de naissance en grammes", "de": "Geburtsgewicht in Gramm",
    },
    "newborn_condition": {
        "en": "condition of the child", "nl": "toestand van het kind",
        "fr": "état de l'enfant", "de": "Zustand des Kindes",
    },
    "mother_condition": {
        "en": "condition of the mother", "nl": "toestand van de moeder",
        "fr": "état de la mère", "de": "Zustand der Mutter",
    },
    "course": {
        "en": "course of the pregnancy", "nl": "verloop van de zwangerschap",
        "fr": "déroulement de la grossesse", "de": "Verlauf der Schwangerschaft",
    },
    "home_visit_agreed": {
        "en": "home visit agreed", "nl": "huisbezoek afgesproken",
        "fr": "visite à domicile convenue", "de": "Hausbesuch vereinbart",
    },
    "preferred_stay": {
        "en": "preferred stay", "nl": "gewenst verblijf", "fr": "séjour souhaité", "de": "gewünschter Aufenthalt",
    },
    "earlier_births": {
        "en": "earlier births", "nl": "eerdere bevallingen", "fr": "accouchements antérieurs", "de": "frühere Geburten",
    },
    "feeding": {"en": "feeding", "nl": "voeding", "fr": "alimentation", "de": "Ernährung"},
    "intensive_care": {
        "en": "intensive care of the child", "nl": "intensieve zorg van het kind",
        "fr": "soins intensifs de l'enfant", "de": "Intensivpflege des Kindes",
    },
    "birthday": {
        "en": "birthday", "nl": "geboortedag", "fr": "jour de naissance", "de": "Geburtstag",
    },
    "rsv_vaccine_days_before_birth": {
        "en": "days between her vaccine against RSV and the birth",
        "nl": "dagen tussen haar vaccin tegen RSV en de geboorte",
        "fr": "jours entre son vaccin contre le VRS et la naissance",
        "de": "Tage zwischen ihrer RSV-Impfung und der Geburt",
    },
    "gestation_at_loss_days": {
        "en": "gestation at the loss", "nl": "zwangerschapsduur bij het verlies",
        "fr": "âge gestationnel lors de la perte", "de": "Schwangerschaftsdauer beim Verlust",
    },
}  # fmt: skip

SENTENCES: dict[str, dict[str, str]] = {
    "moved": {
        "en": "The family moved on {on} ({region}); the protocol there does not promise this.",
        "nl": "Het gezin verhuisde op {on} ({region}); het protocol daar belooft dit niet.",
        "fr": "La famille a déménagé le {on} ({region}) ; le protocole n'y promet pas ceci.",
        "de": "Die Familie ist am {on} umgezogen ({region}); das Protokoll dort verspricht dies nicht.",
    },
    "before_move": {
        "en": "The days meant for it were over before the family came here on {on}.",
        "nl": "De dagen ervoor waren voorbij voordat het gezin hier kwam wonen op {on}.",
        "fr": "Les jours prévus étaient passés avant l'arrivée de la famille ici le {on}.",
        "de": "Die Tage dafür waren vorbei, bevor die Familie am {on} hierher kam.",
    },
    "lost": {
        "en": "The pregnancy ended on {at}.",
        "nl": "De zwangerschap eindigde op {at}.",
        "fr": "La grossesse s'est terminée le {at}.",
        "de": "Die Schwangerschaft endete am {at}.",
    },
    "child_gone": {
        "en": "This child died on {at}.",
        "nl": "Dit kind overleed op {at}.",
        "fr": "Cet enfant est décédé le {at}.",
        "de": "Dieses Kind ist am {at} gestorben.",
    },
    "mother_died": {
        "en": "The mother died on {at}.",
        "nl": "De moeder overleed op {at}.",
        "fr": "La mère est décédée le {at}.",
        "de": "Die Mutter ist am {at} gestorben.",
    },
    "no_time_left": {
        "en": "The days meant for it were over before it could be called for.",
        "nl": "De dagen ervoor waren voorbij voordat het aan de orde kwam.",
        "fr": "Les jours prévus étaient passés avant que ce soit d'actualité.",
        "de": "Die Tage dafür waren vorbei, bevor es anstand.",
    },
    "before_booking": {
        "en": "The days meant for it were over before the booking on {on}.",
        "nl": "De dagen ervoor waren voorbij voor de inschrijving op {on}.",
        "fr": "Les jours prévus étaient passés avant l'inscription du {on}.",
        "de": "Die Tage dafür waren vor der Anmeldung am {on} vorbei.",
    },
    "ended_by_birth": {
        "en": "The birth on {at} came before these days were over.",
        "nl": "De geboorte op {at} kwam voordat deze dagen voorbij waren.",
        "fr": "La naissance du {at} est arrivée avant la fin de ces jours.",
        "de": "Die Geburt am {at} kam, bevor diese Tage vorbei waren.",
    },
    "ended_by_blood_spot_done": {
        "en": "The blood spot was taken after all on {at}.",
        "nl": "De hielprik is op {at} toch gedaan.",
        "fr": "Le prélèvement a finalement été fait le {at}.",
        "de": "Die Blutprobe wurde am {at} doch entnommen.",
    },
    "ended_by_hearing_done": {
        "en": "The hearing test was done after all on {at}.",
        "nl": "De gehoortest is op {at} toch gedaan.",
        "fr": "Le dépistage de la surdité a finalement été fait le {at}.",
        "de": "Der Hörtest wurde am {at} doch gemacht.",
    },
    "in_hospital": {
        "en": "Back in hospital since {at}; home care begins again after the return.",
        "nl": "Sinds {at} opnieuw in het ziekenhuis; de thuiszorg begint opnieuw na de terugkeer.",
        "fr": "De nouveau à l'hôpital depuis le {at} ; les soins à domicile reprennent après le retour.",
        "de": "Seit {at} wieder im Krankenhaus; die Pflege zu Hause beginnt nach der Rückkehr neu.",
    },
    "not_called_for": {
        "en": "Not called for here: {fact} is {value}.",
        "nl": "Hier niet aan de orde: {fact} is {value}.",
        "fr": "N'est pas d'actualité ici : {fact} : {value}.",
        "de": "Steht hier nicht an: {fact} ist {value}.",
    },
    "criterion": {
        "en": "{says} Recorded here: {fact}: {value}.",
        "nl": "{says} Hier genoteerd: {fact}: {value}.",
        "fr": "{says} Noté ici : {fact} : {value}.",
        "de": "{says} Hier notiert: {fact}: {value}.",
    },
    "after_loss": {
        "en": "No longer needed after the loss.",
        "nl": "Niet meer nodig na het verlies.",
        "fr": "Plus nécessaire après la perte.",
        "de": "Nach dem Verlust nicht mehr nötig.",
    },
    "no_longer_due": {
        "en": "What called for it did not come about.",
        "nl": "Wat het nodig maakte, is er niet van gekomen.",
        "fr": "Ce qui le rendait nécessaire n'a pas eu lieu.",
        "de": "Was es nötig machte, ist nicht eingetreten.",
    },
    "not_heard": {
        "en": "By now it should be over, but no birth or no discharge is recorded.",
        "nl": "Het zou nu voorbij moeten zijn, maar er is geen geboorte of geen ontslag genoteerd.",
        "fr": "Cela devrait être passé, mais aucune naissance ou aucune sortie n'est notée.",
        "de": "Es sollte vorbei sein, aber keine Geburt oder keine Entlassung ist notiert.",
    },
    "corrected": {
        "en": "It was called for by a record that has been corrected since.",
        "nl": "Het volgde uit een gegeven dat sindsdien is verbeterd.",
        "fr": "Cela découlait d'une donnée corrigée depuis.",
        "de": "Es folgte aus einer Angabe, die seither berichtigt wurde.",
    },
    "done": {
        "en": "Done on {at}.", "nl": "Gedaan op {at}.", "fr": "Fait le {at}.", "de": "Erledigt am {at}.",
    },
    "done_some_time": {
        "en": "Done; when was not said.",
        "nl": "Gedaan; wanneer is niet gezegd.",
        "fr": "Fait ; le moment n'a pas été indiqué.",
        "de": "Erledigt; wann, wurde nicht gesagt.",
    },
    "outside": {
        "en": "The appointment of {start} is not within these days.",
        "nl": "De afspraak van {start} valt niet binnen deze dagen.",
        "fr": "Le rendez-vous du {start} n'est pas dans ces jours.",
        "de": "Der Termin vom {start} liegt nicht in diesen Tagen.",
    },
    "child_lost": {
        "en": "This child was lost on {at}.",
        "nl": "Dit kind ging verloren op {at}.",
        "fr": "Cet enfant a été perdu le {at}.",
        "de": "Dieses Kind ging am {at} verloren.",
    },
    "done_late": {
        "en": "Done on {at}, after {latest}, the end of its window.",
        "nl": "Gedaan op {at}, na {latest}, het einde van het venster.",
        "fr": "Fait le {at}, après le {latest}, la fin du délai.",
        "de": "Erledigt am {at}, nach {latest}, dem Ende der Frist.",
    },
    "waived": {
        "en": "Waived by {by} on {at}: {why}.",
        "nl": "Van afgezien door {by} op {at}: {why}.",
        "fr": "Renoncé par {by} le {at} : {why}.",
        "de": "Verzichtet durch {by} am {at}: {why}.",
    },
    "refused": {
        "en": "Refused on {at}.", "nl": "Geweigerd op {at}.", "fr": "Refusé le {at}.", "de": "Abgelehnt am {at}.",
    },
    "not_adopted": {
        "en": "A proposal that nobody took up; it is not in force here.",
        "nl": "Een voorstel dat niemand opnam; het geldt hier niet.",
        "fr": "Une proposition que personne n'a reprise ; elle n'est pas en vigueur ici.",
        "de": "Ein Vorschlag, den niemand aufgriff; er gilt hier nicht.",
    },
    "gap": {
        "en": "Not recorded as done, and its window closed on {latest}.",
        "nl": "Niet als gedaan genoteerd, en het venster sloot op {latest}.",
        "fr": "Pas noté comme fait, et le délai s'est terminé le {latest}.",
        "de": "Nicht als erledigt notiert, und die Frist endete am {latest}.",
    },
    "arranged": {
        "en": "Arranged for {start}.",
        "nl": "Afgesproken op {start}.",
        "fr": "Prévu le {start}.",
        "de": "Vereinbart für {start}.",
    },
    "at_risk": {
        "en": "Not arranged yet, and due by {latest}.",
        "nl": "Nog niet geregeld, en nodig voor {latest}.",
        "fr": "Pas encore organisé, à faire avant le {latest}.",
        "de": "Noch nicht vereinbart, fällig bis {latest}.",
    },
    "unusable": {
        "en": "The test of {at} could not be used and must be repeated.",
        "nl": "De test van {at} was niet bruikbaar en moet opnieuw.",
        "fr": "Le test du {at} n'était pas exploitable et doit être refait.",
        "de": "Der Test vom {at} war nicht verwertbar und muss wiederholt werden.",
    },
    "beyond_scope": {
        "en": "The source speaks of uncomplicated births; here it is the least that is due.",
        "nl": "De bron gaat over ongecompliceerde bevallingen; hier is het het minste wat nodig is.",
        "fr": "La source parle d'accouchements sans complication ; ici c'est le minimum dû.",
        "de": "Die Quelle spricht von Geburten ohne Komplikation; hier ist es das Mindeste.",
    },
    "gate_missing": {
        "en": "Not recorded yet.",
        "nl": "Nog niet genoteerd.",
        "fr": "Pas encore noté.",
        "de": "Noch nicht notiert.",
    },
    "gate_not_accepted": {
        "en": "A time was proposed, and nobody has accepted it yet.",
        "nl": "Er is een tijd voorgesteld, en nog niemand heeft die aanvaard.",
        "fr": "Un moment a été proposé, et personne ne l'a encore accepté.",
        "de": "Eine Zeit wurde vorgeschlagen, und noch niemand hat sie angenommen.",
    },
    "gate_outside": {
        "en": "What was agreed does not lie between {earliest} and {latest}.",
        "nl": "Wat is afgesproken, valt niet tussen {earliest} en {latest}.",
        "fr": "Ce qui est convenu ne se situe pas entre le {earliest} et le {latest}.",
        "de": "Was vereinbart ist, liegt nicht zwischen {earliest} und {latest}.",
    },
    "gate_not_asked": {
        "en": "Not asked yet: {fact}.",
        "nl": "Nog niet gevraagd: {fact}.",
        "fr": "Pas encore demandé : {fact}.",
        "de": "Noch nicht gefragt: {fact}.",
    },
    "gate_told_now": {
        "en": "Everyone on the list is told when you record that they go home.",
        "nl": "Iedereen op de lijst krijgt bericht als u noteert dat ze naar huis gaan.",
        "fr": "Tous ceux de la liste sont avertis quand vous notez qu'elles rentrent.",
        "de": "Alle auf der Liste erfahren es, wenn Sie die Heimkehr notieren.",
    },
    "gate_letter_now": {
        "en": "Send the letter along, and tick it when you record that they go home.",
        "nl": "Geef de brief mee, en vink het aan als u noteert dat ze naar huis gaan.",
        "fr": "Envoyez la lettre, et cochez-la quand vous notez qu'elles rentrent.",
        "de": "Geben Sie den Brief mit, und haken Sie es ab, wenn Sie die Heimkehr notieren.",
    },
    "contradicted": {
        "en": "Facts it rests on were recorded differently; the stricter holds until a person decides.",
        "nl": "Gegevens hiervoor zijn verschillend genoteerd; het strengste geldt tot iemand beslist.",
        "fr": "Des données ont été notées différemment ; la plus stricte vaut jusqu'à décision.",
        "de": "Angaben dazu wurden verschieden notiert; die strengere gilt bis zur Entscheidung.",
    },
}  # fmt: skip
