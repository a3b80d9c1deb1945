"""What people of the demo write, in the language of the place. Invented, and not reviewed by a language reviewer."""

from __future__ import annotations

from collections.abc import Mapping

POINTS: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "Graag zo weinig mogelijk wisselende gezichten in de eerste week.",
        "De partner neemt verlof vanaf de dag van de bevalling.",
        "Het oudste kind is dan vier; oma vangt op tijdens de bevalling.",
        "Borstvoeding lukte de vorige keer niet: graag vroeg hulp bij het aanleggen.",
        "Bezoek liever pas na de eerste week.",
    ),
    "fr": (
        "Si possible toujours les mêmes personnes la première semaine.",
        "Le partenaire prend congé à partir du jour de l’accouchement.",
        "L’aîné aura quatre ans ; sa grand-mère le garde pendant l’accouchement.",
        "L’allaitement n’a pas marché la dernière fois : de l’aide tôt, svp.",
        "Les visites plutôt après la première semaine.",
    ),
    "de": (
        "In der ersten Woche bitte möglichst dieselben Gesichter.",
        "Der Partner nimmt ab dem Tag der Geburt Urlaub.",
        "Das ältere Kind ist dann vier; die Oma passt während der Geburt auf.",
        "Das Stillen klappte letztes Mal nicht: bitte früh Hilfe beim Anlegen.",
        "Besuch lieber erst nach der ersten Woche.",
    ),
}

ANSWERS: Mapping[str, tuple[str, ...]] = {  # what a mother says to each
    "nl": (
        "Dank u. Twee vertrouwde gezichten is voor ons genoeg.",
        "Hij neemt er nog een week vakantie bij.",
        "Oma woont nu toch vlakbij, dat komt goed.",
        "Ja, liefst al op de eerste dag.",
        "Behalve de ouders: die mogen meteen komen.",
    ),
    "fr": (
        "Merci. Deux visages connus nous suffisent.",
        "Il ajoute une semaine de vacances.",
        "Elle habite tout près maintenant, ça ira.",
        "Oui, dès le premier jour si possible.",
        "Sauf nos parents : ils peuvent venir tout de suite.",
    ),
    "de": (
        "Danke. Zwei vertraute Gesichter reichen uns.",
        "Er hängt noch eine Woche Urlaub an.",
        "Sie wohnt jetzt ganz in der Nähe, das geht gut.",
        "Ja, am liebsten schon am ersten Tag.",
        "Außer den Eltern: die dürfen gleich kommen.",
    ),
}

YOUTH_VISIT = {  # the plan, once somebody has agreed on it
    "nl": "Consultatiebureau, huisbezoek rond dag 14",
    "fr": "Consultation pour enfants, visite à domicile vers le 14e jour",
    "de": "Vorsorgestelle, Hausbesuch um den 14. Tag",
}

OFFICES: Mapping[str, Mapping[str, str]] = {  # what a practice is called, by the profession that works there
    "nl": {
        "midwife": "Vroedvrouwen",
        "gp": "Huisartsen",
        "maternity_carer": "Kraamzorg",
        "youth_health": "Consultatiebureau",
    },
    "fr": {
        "midwife": "Sages-femmes",
        "gp": "Médecins",
        "maternity_carer": "Aide maternelle",
        "youth_health": "Consultation pour enfants",
    },
    "de": {
        "midwife": "Hebammen",
        "gp": "Hausärzte",
        "maternity_carer": "Mütterpflege",
        "youth_health": "Vorsorgestelle",
    },
}

LATER = {  # why somebody goes home although something is not settled
    "nl": "Zij wil naar huis; wat nog openstaat, regelt de vroedvrouw bij het eerste bezoek.",
    "fr": "Elle souhaite rentrer ; la sage-femme règle le reste à la première visite.",
    "de": "Sie möchte nach Hause; was noch offen ist, regelt die Hebamme beim ersten Besuch.",
}

TOLD: Mapping[str, tuple[str, str, str, str]] = {  # what a ward tells the midwife at home, in four parts
    "nl": (
        "Moeder en kind zijn op weg naar huis. Alles is rustig.",
        "Bevalling zonder problemen. De voeding komt op gang.",
        "Moeder is moe en blij. Het kind drinkt wakker en goed.",
        "Graag bij het eerste bezoek wegen en de voeding samen bekijken.",
    ),
    "fr": (
        "La mère et l’enfant rentrent à la maison. Tout est calme.",
        "Accouchement sans problème. L’alimentation se met en place.",
        "La mère est fatiguée et heureuse. L’enfant boit bien, éveillé.",
        "Merci de peser à la première visite et de regarder ensemble l’alimentation.",
    ),
    "de": (
        "Mutter und Kind sind auf dem Weg nach Hause. Alles ist ruhig.",
        "Geburt ohne Probleme. Das Stillen oder Füttern kommt in Gang.",
        "Die Mutter ist müde und froh. Das Kind trinkt wach und gut.",
        "Bitte beim ersten Besuch wiegen und die Ernährung gemeinsam ansehen.",
    ),
}
