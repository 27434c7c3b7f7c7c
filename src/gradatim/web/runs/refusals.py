"""Why a run is not started, in French: what the forms and buttons of the runs' pages answer."""

import re

from gradatim.web.run_form import NAMES, SHOWN
from gradatim.web.runs.report_in_french import numbers_in_french
from gradatim.web.runs.words import WORDS

# What an option may be, by the words of `validation`.
KINDS = (
    (r"a number above 0", "un nombre au-dessus de 0"),
    (r"a number from 0 to below 1", "un nombre de 0 à moins de 1"),
    (r"a whole number of at least 1", "un nombre entier d’au moins 1"),
    (r"a whole number from (\S+) to (\S+)", r"un nombre entier de \1 à \2"),
    (r"a whole number\b.*", "un nombre entier"),
)
SENTENCES = (
    (r"(\w+) is a number, not (.+)\.", "{0} est un nombre, et non {1}."),
    (
        r"(\w+) is (.+), which is not known: allowed: (.+)\.",
        "{0} : {1} est inconnu. Possibles : {2}.",
    ),
    (r"(\w+) is (\S+): give (.+)\.", "{0} vaut {1} : donnez {2}."),
    (
        r"(\d+) runs are training\. Wait until one ends, or stop one\.",
        "{0} entraînements sont en cours. Attendez la fin de l’un, ou arrêtez-en un.",
    ),
    (r"The run (.+) is training already\.", "L’entraînement {0} est déjà en cours."),
    (r"There is no run (.+) here\.", "Il n’y a pas d’entraînement {0} ici."),
)


def refusal(sentence: str, language: str) -> str:
    """A sentence of `Runs` in the page's language; one that is not known stays English.

    Args:
        sentence: what a UserError said.
        language: "en" or "fr".
    """
    if language != "fr":
        return sentence
    for pattern, french in SENTENCES:
        if found := re.fullmatch(pattern, sentence, re.DOTALL):
            said = french.format(*(_part(part) for part in found.groups()))
            return said[:1].upper() + said[1:]
    return sentence


def _part(text: str) -> str:
    """The name of an option as the form calls it, what it may be, or a value."""
    if text in (*NAMES, *SHOWN):
        return WORDS["fr"][f"about_{text}"].split(": ")[0]
    for pattern, french in KINDS:
        if found := re.fullmatch(pattern, text):
            return numbers_in_french(found.expand(french))
    return text
