"""What a form of the runs answers to a wrong value, on a French page."""

import pytest

from gradatim.errors import UserError
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.web.run_form import form_options, value_of
from gradatim.web.runs.refusals import refusal


def refused(recipe):
    """What the fields of a recipe's form answer to values that do not fit."""
    config = get(recipe)
    for option in form_options(config):
        for given in ("-1", "0", "seven", "nan", "2.5"):
            try:
                change(recipe, config, {option.name: value_of(option, given)})
            except UserError as error:
                yield str(error)


@pytest.mark.parametrize("recipe", ["digits-mlp", "text-gpt", "chat-sums", "pyrat-dqn"])
def test_every_field_of_a_form_refuses_in_french(recipe):
    sentences = list(refused(recipe))
    assert len(sentences) > 10
    for english in sentences:
        french = refusal(english, "fr")
        assert french != english
        assert not {"is", "give", "number"} & set(french.split()), french
        assert refusal(english, "en") == english


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("learning_rate is -1.0: give a number above 0.",
         "Taux d’apprentissage vaut -1.0 : donnez un nombre au-dessus de 0."),
        ("seed is -1: give a whole number from 0 to 2,147,483,647.",
         "Graine vaut -1 : donnez un nombre entier de 0 à 2 147 483 647."),
        ("2 runs are training. Wait until one ends, or stop one.",
         "2 entraînements sont en cours. Attendez la fin de l’un, ou arrêtez-en un."),
        ("a sentence of nobody", "a sentence of nobody"),
    ],
)  # fmt: skip
def test_sentences(english, french):
    assert refusal(english, "fr").replace("\N{NARROW NO-BREAK SPACE}", " ") == french
