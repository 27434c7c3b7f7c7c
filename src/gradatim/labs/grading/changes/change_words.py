"""The sentences of small_changes.py, in English and French; they complete "Likely mistake:"."""

import re

# Where the words quote a name that the learner has never seen, e.g. a variable of our solution.
WITHOUT_WORDS = {
    "term_missing": ("where a term is left out of a sum", "si un terme manque dans une somme"),
    "factor_missing": ("where a factor is left out", "si un facteur manque"),
    "division_missing": ("where a division is left out", "si une division manque"),
    "sides_exchanged": (
        "where the two sides of an operation are exchanged",
        "si les deux côtés d'une opération sont échangés",
    ),
    "arguments_exchanged": (
        "where two arguments are exchanged",
        "si deux arguments sont échangés",
    ),
    "transposed": (
        "where a matrix is transposed once too often, or not",
        "si une matrice est transposée une fois de trop, ou ne l'est pas",
    ),
}


def sentences(key: str, words: dict[str, str], known: str) -> dict[str, str] | None:
    """What a change says in both languages, None where it would only confuse.

    Args:
        key: of CHANGES.
        words: that fill its sentence.
        known: the learner's file and the task, whose names may be quoted.
    """
    quoted = {name for word in words.values() for name in re.findall(r"[A-Za-z_]\w*", str(word))}
    if quoted <= set(re.findall(r"[A-Za-z_]\w*", known)) | QUOTABLE and "..." not in words.values():
        english, french = CHANGES[key]
        return {"en": english.format(**words), "fr": french.format(**words)}
    if key not in WITHOUT_WORDS:
        return None
    english, french = WITHOUT_WORDS[key]
    return {
        "en": f"The answer comes out like this {english}.",
        "fr": f"On obtient cette réponse {french}.",
    }


QUOTABLE = {  # names of Python and PyTorch
    *("Adam", "False", "None", "SGD", "T", "True", "abs", "amax", "amin", "and"),
    *("argmax", "argmin", "backward", "bias", "bool", "cat", "clamp", "clone"),
    *("cross_entropy", "detach", "device", "dim", "dtype", "eval", "exp", "flatten"),
    *("float", "gelu", "generator", "ignore_index", "is_causal", "item", "keepdim"),
    *("l1_loss", "len", "log", "log2", "log_softmax", "long", "mT", "manual_seed"),
    *("max", "mean", "min", "mse_loss", "nll_loss", "no_grad", "not", "ones"),
    *("ones_like", "or", "padding", "permute", "prod", "rand", "randn", "range"),
    *("relu", "reshape", "sigmoid", "softmax", "sqrt", "squeeze", "stack"),
    *("state_dict", "step", "sum", "tanh", "train", "transpose", "tril", "triu"),
    *("unbiased", "unsqueeze", "view", "weights_only", "where", "zero_grad", "zeros"),
    *("zeros_like"),
}

CHANGES: dict[str, tuple[str, str]] = {
    "other_axis": (
        "The answer comes out like this where an operation goes along axis {new} instead of {old}.",
        "On obtient cette réponse si une opération suit l'axe {new} au lieu de {old}.",
    ),
    "axis_left_out": (
        "The answer comes out like this where an operation gets no axis; it needs {old}.",
        "On obtient cette réponse si une opération ne reçoit pas d'axe ; il lui faut {old}.",
    ),
    "other_number": (
        "The answer comes out like this with {new} in the place of {old}.",
        "On obtient cette réponse avec {new} à la place de {old}.",
    ),
    "sign_missing": (
        "The answer comes out like this without a `{sign}`.",
        "On obtient cette réponse sans un `{sign}`.",
    ),
    "other_operator": (
        "The answer comes out like this with `{new}` in the place of `{old}`.",
        "On obtient cette réponse avec `{new}` à la place de `{old}`.",
    ),
    "term_missing": (
        "The answer comes out like this where the term `{term}` is left out of a sum.",
        "On obtient cette réponse si le terme `{term}` manque dans une somme.",
    ),
    "factor_missing": (
        "The answer comes out like this where the factor `{factor}` is left out.",
        "On obtient cette réponse si le facteur `{factor}` manque.",
    ),
    "division_missing": (
        "The answer comes out like this where the division by `{divisor}` is left out.",
        "On obtient cette réponse si la division par `{divisor}` manque.",
    ),
    "power_missing": (
        "The answer comes out like this where the power {power} is left out.",
        "On obtient cette réponse si la puissance {power} manque.",
    ),
    "sides_exchanged": (
        "The answer comes out like this where `{a}` and `{b}` are exchanged.",
        "On obtient cette réponse si `{a}` et `{b}` sont échangés.",
    ),
    "transposed": (
        "The answer comes out like this where `{code}` is transposed once too often, or not.",
        "On obtient cette réponse si `{code}` est transposé une fois de trop, ou ne l'est pas.",
    ),
    "other_function": (
        "The answer comes out like this with `{new}` in the place of `{old}`.",
        "On obtient cette réponse avec `{new}` à la place de `{old}`.",
    ),
    "call_missing": (
        "The answer comes out like this without `{call}`.",
        "On obtient cette réponse sans `{call}`.",
    ),
    "keyword_missing": (
        "The answer comes out like this without `{code}` in `{function}`.",
        "On obtient cette réponse sans `{code}` dans `{function}`.",
    ),
    "arguments_exchanged": (
        "The answer comes out like this where `{a}` and `{b}` are exchanged.",
        "On obtient cette réponse si `{a}` et `{b}` sont échangés.",
    ),
    "other_name": (
        "The answer comes out like this with `{new}` in the place of `{old}`.",
        "On obtient cette réponse avec `{new}` à la place de `{old}`.",
    ),
    "index_missing": (
        "The answer comes out like this where the index `{code}` is left out.",
        "On obtient cette réponse si l'indice `{code}` manque.",
    ),
    "other_slice": (
        "The answer comes out like this with the index `{new}` in the place of `{old}`.",
        "On obtient cette réponse avec l'indice `{new}` à la place de `{old}`.",
    ),
    "case_ignored": (
        "The answer comes out like this where the condition `{condition}` is ignored.",
        "On obtient cette réponse si la condition `{condition}` est ignorée.",
    ),
    "condition_ignored": (
        "The answer comes out like this where what belongs under `if {code}` always runs.",
        "On obtient cette réponse si ce qui va sous `if {code}` s'exécute toujours.",
    ),
    "branch_missing": (
        "The answer comes out like this where what belongs under `if {code}` never runs.",
        "On obtient cette réponse si ce qui va sous `if {code}` ne s'exécute jamais.",
    ),
    "parts_exchanged": (
        "The answer comes out like this where two neighboring items of a tuple are exchanged.",
        "On obtient cette réponse si deux éléments voisins d'un tuple sont échangés.",
    ),
    "line_missing": (
        "The answer comes out like this without `{code}`.",
        "On obtient cette réponse sans `{code}`.",
    ),
    "overwritten": (
        "The answer comes out like this where `{code}` is overwritten instead of added to.",
        "On obtient cette réponse si `{code}` est écrasé au lieu d'être complété.",
    ),
    "with_missing": (
        "The answer comes out like this without `with {code}`.",
        "On obtient cette réponse sans `with {code}`.",
    ),
    "lines_exchanged": (
        "The answer comes out like this where `{b}` comes before `{a}`.",
        "On obtient cette réponse si `{b}` vient avant `{a}`.",
    ),
    "outside_loop": (
        "The answer comes out like this where `{code}` is outside the loop, not in it.",
        "On obtient cette réponse si `{code}` est hors de la boucle, et non dedans.",
    ),
    "inside_loop": (
        "The answer comes out like this where `{code}` is inside the loop, not outside.",
        "On obtient cette réponse si `{code}` est dans la boucle, et non dehors.",
    ),
    "loop_ends_early": (
        "The answer comes out like this where a loop ends one step too early.",
        "On obtient cette réponse si une boucle finit un pas trop tôt.",
    ),
    "loop_ends_late": (
        "The answer comes out like this where a loop ends one step too late.",
        "On obtient cette réponse si une boucle finit un pas trop tard.",
    ),
    "loop_starts_late": (
        "The answer comes out like this where a loop starts one step too late.",
        "On obtient cette réponse si une boucle commence un pas trop tard.",
    ),
}
