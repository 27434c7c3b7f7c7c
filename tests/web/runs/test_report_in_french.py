"""A report on a French page: every sentence and heading of the reports has its French."""

import importlib
import inspect
import pkgutil
import re

import pytest

from gradatim import reports
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.web.runs.report_in_french import (
    FIELD,
    PHRASES,
    SENTENCES,
    metric_in_french,
    report_in_french,
    text_in_french,
)

OTHER_PAGES = ("own_data", "paired", "tour", "live_views")  # no page of the course shows these
MODULES = [
    importlib.import_module(f"gradatim.reports.{found.name}")
    for found in pkgutil.iter_modules(reports.__path__)
    if found.name not in OTHER_PAGES
]
CONSTANTS = {
    sentence.replace("{:g}", "1.5")
    for module in MODULES
    for name, text in vars(module).items()
    if name.endswith("_TEXT") or name == "ABOUT"
    for sentence in SENTENCES.split(text)
}
# Of the tour and of the comparison of runs, which are pages of their own.
ELSEWHERE = {
    *("Confusion matrices", "Weights of the first layers", "Feature maps by depth"),
    *("Results", "What differs"),
    "The runs have the same options, the seed included: only time and machine can differ.",
}


@pytest.mark.parametrize("sentence", sorted(CONSTANTS - ELSEWHERE))
def test_every_sentence_of_the_reports_has_its_french(sentence):
    text = sentence.split("`")[0].strip()  # what follows is code, and then the rest
    assert text_in_french(text) != text


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_heading_of_the_reports_has_its_french(module):
    titles = set(re.findall(r'title="([^"]+)"', inspect.getsource(module)))
    assert titles - ELSEWHERE <= PHRASES.keys() | {"Attention"}


@pytest.mark.parametrize("english", PHRASES)
def test_a_french_sentence_has_the_fields_of_the_english_one(english):
    fields = len(FIELD.findall(english))
    assert len(re.findall(r"\{[nm\d]?\}", PHRASES[english])) == fields


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("1,234 of 1,500 test images are classified correctly.", "1 234 des 1 500 images"),
        ("Accuracy 93.06 %, loss 2.5 on data it was not trained on.", "Exactitude 93,06 %, perte"),
        ("6,570 parameters, 0.1 s of training on the CPU.", "0,1 s d’entraînement"),
        ("Energy: ≈ 1,200 J, estimated (10 W per busy core).", "1 200 J, estimée (10 W"),
        ("It went on from everyday-llama, which had a loss of 2.5 per token on the same test "
         "text.", "perte par jeton"),
        ("97.2 % (86 to 100)", "97,2 % (86 à 100)"),
        ("On average the answer is -0.3 off (95 % interval -1.2 to +0.4).", "-1,2 à +0,4"),
        ("a sentence that a model wrote", "a sentence that a model wrote"),
    ],
)  # fmt: skip
def test_sentences_keep_their_numbers_written_as_in_french(english, french):
    assert french in text_in_french(english).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_code_and_data_of_a_page_stay():
    sections = [
        Section(
            title="Files", body=[html.paragraph("`gradatim train x --lr 0.5` repeats this run.")]
        )
    ]
    english = html.page("digits-mlp", "Not finished: so far 40 steps in 0.5 s.", sections)
    french = report_in_french(english)
    assert '<html lang="fr">' in french
    assert "<code>gradatim train x --lr 0.5</code> répète cet entraînement." in french
    assert "<h2>Fichiers</h2>" in french
    assert "40 pas en 0,5 s" in french
    style = english.partition("<style>")[2].partition("</style>")[0]
    assert style in french


def test_a_metric_without_a_french_name_keeps_its_own():
    assert metric_in_french("word_perplexity") == "perplexité par mot"
    assert metric_in_french("default/greedy wins") == "default/greedy wins"
