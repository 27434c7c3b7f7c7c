"""Captions by template, in English and French: what is on an image of MNIST or Fashion-MNIST.

Every thing has several names, and every name stands in several sentences: "a seven", "draw a
seven", "sept", "dessine un sept".
"""

from typing import Literal

Language = Literal["en", "fr"]
Names = tuple[tuple[str, ...], ...]  # of each class, all its names; the first has an article

DIGIT_NAMES: dict[Language, Names] = {
    "en": tuple(
        (f"{'an' if word == 'eight' else 'a'} {word}", word, f"the digit {word}", str(digit))
        for digit, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        )
    ),
    "fr": tuple(
        (f"un {word}", word, f"le chiffre {word}", str(digit))
        for digit, word in enumerate(
            ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
        )
    ),
}
GARMENT_NAMES: dict[Language, Names] = {
    "en": (
        ("a T-shirt", "T-shirt"),
        ("a pair of trousers", "trousers", "a trouser"),
        ("a pullover", "pullover", "a sweater"),
        ("a dress", "dress"),
        ("a coat", "coat"),
        ("a sandal", "sandal"),
        ("a shirt", "shirt"),
        ("a sneaker", "sneaker", "a shoe"),
        ("a bag", "bag"),
        ("an ankle boot", "ankle boot", "a boot"),
    ),
    "fr": (
        ("un T-shirt", "T-shirt"),
        ("un pantalon", "pantalon"),
        ("un pull", "pull"),
        ("une robe", "robe"),
        ("un manteau", "manteau"),
        ("une sandale", "sandale"),
        ("une chemise", "chemise"),
        ("une basket", "basket", "une chaussure"),
        ("un sac", "sac"),
        ("une bottine", "bottine", "une botte"),
    ),
}
TEMPLATES: dict[Language, tuple[str, ...]] = {
    "en": ("{}", "draw {}", "a picture of {}"),
    "fr": ("{}", "dessine {}", "une image : {}"),
}
DIRECT_WEIGHT = 3  # how often a pair is told in the order of its places, for each time it is not
LEFT, ABOVE = 0, 1  # how the first thing of a pair stands to the second
RELATIONS: dict[Language, tuple[tuple[str, str], tuple[str, str]]] = {
    # per relation: the first thing is ... of the second, the second is ... of the first
    "en": (("left of", "right of"), ("above", "below")),
    "fr": (("à gauche d'", "à droite d'"), ("au-dessus d'", "au-dessous d'")),
}


def names_of(data: str) -> dict[Language, Names]:
    """The names of the classes of a data set: garments of Fashion-MNIST, else digits."""
    return GARMENT_NAMES if data == "fashion-mnist" else DIGIT_NAMES


def single_captions(data: str) -> list[list[str]]:
    """All captions of each class, in both languages."""
    names = names_of(data)
    return [
        [
            template.format(name)
            for language in names
            for name in names[language][label]
            for template in TEMPLATES[language]
        ]
        for label in range(10)
    ]


def pair_captions(data: str) -> list[list[str]]:
    """All captions of each arrangement of two things, numbered as in `pairs.py`."""
    names = names_of(data)
    captions: list[list[str]] = []
    for relation in (LEFT, ABOVE):
        for first in range(10):
            for second in range(10):
                captions.append([])
                for language in names:
                    a, b = names[language][first][0], names[language][second][0]
                    words, inverse = RELATIONS[language][relation]
                    space = "" if words.endswith("'") else " "  # "à gauche d'un sept"
                    direct, turned = f"{a} {words}{space}{b}", f"{b} {inverse}{space}{a}"
                    # Were both as frequent, the order of the names alone would say nothing of the
                    # places, nor would the relation alone: only both together (an exclusive or),
                    # which a network takes long to find.
                    sentences = (*[direct] * DIRECT_WEIGHT, turned)
                    captions[-1] += [
                        template.format(sentence)
                        for sentence in sentences
                        for template in TEMPLATES[language][:2]
                    ]
    return captions
