"""The types of values as a newcomer says them, in English and French."""

TYPES = {  # as values.type_name words them
    "a tensor": "un tenseur",
    "a tensor without axes": "un tenseur sans axe",
    "a NumPy array": "un tableau NumPy",
    "a list": "une liste",
    "a tuple": "un tuple",
    "a dict": "un dictionnaire",
    "a str": "du texte (str)",
    "a bool": "un booléen",
    "an int": "un entier",
    "a float": "un nombre à virgule (float)",
    "a function": "une fonction",
    "a method": "une méthode",
    "a pair (values, indices)": "une paire (valeurs, indices)",
    "a generator": "un générateur",
    "a set": "un ensemble",
    "floating-point": "à virgule",
    "integer": "entier",
    "bool": "booléen",
    "complex": "complexe",
}


def type_word(kind: str, language: str) -> str:
    """A type by its Python name, as a newcomer says it."""
    english = "a NumPy array" if kind == "ndarray" else f"{'an' if kind == 'int' else 'a'} {kind}"
    return translate(english, language)


def translate(word: str, language: str) -> str:
    """The French word for a type; what has none stays."""
    if language != "fr":
        return word
    return TYPES.get(word, word.replace("the class ", "la classe "))
