"""The sentences of repairs.py, in English and French; they complete "Likely mistake:"."""

from gradatim.labs.grading.changes.small_changes import Change

MAX_QUOTED = 70  # characters of a line
WITH_NEW = ("with `{new}` in the place of `{old}`", "avec `{new}` à la place de `{old}`")
EXCHANGED = ("with `{a}` and `{b}` exchanged", "si `{a}` et `{b}` sont échangés")
BEHIND = ("with `{call}` after `{code}`", "avec `{call}` après `{code}`")
ALWAYS = ("if what stands under it always runs", "si ce qui est dessous s'exécute toujours")
NEVER = ("if what stands under it never runs", "si ce qui est dessous ne s'exécute jamais")

REPAIRS: dict[str, tuple[str, str]] = {
    "other_axis": ("along axis {new} instead of {old}", "sur l'axe {new} au lieu de {old}"),
    "axis_left_out": ("without the axis {old}", "sans l'axe {old}"),
    "other_number": ("with {new} in the place of {old}", "avec {new} à la place de {old}"),
    "sign_missing": ("without the `{sign}`", "sans le `{sign}`"),
    "sign_added": ("with a `{sign}` before `{code}`", "avec un `{sign}` devant `{code}`"),
    "other_operator": WITH_NEW,
    "other_function": WITH_NEW,
    "other_name": WITH_NEW,
    "other_slice": WITH_NEW,
    "term_missing": ("without the term `{term}`", "sans le terme `{term}`"),
    "factor_missing": ("without the factor `{factor}`", "sans le facteur `{factor}`"),
    "division_missing": ("without the division by `{divisor}`", "sans la division par `{divisor}`"),
    "power_missing": ("without the power {power}", "sans la puissance {power}"),
    "sides_exchanged": EXCHANGED,
    "arguments_exchanged": EXCHANGED,
    "targets_exchanged": EXCHANGED,
    "transposed": ("with `{code}` transposed", "si `{code}` est transposé"),
    "call_missing": ("without `{call}`", "sans `{call}`"),
    "call_added": BEHIND,
    "part_added": ("with `{call}` around `{code}`", "avec `{call}` autour de `{code}`"),
    "keyword_missing": ("without `{code}`", "sans `{code}`"),
    "keyword_added": ("with `{code}` in `{function}`", "avec `{code}` dans `{function}`"),
    "axis_given": (
        "with squeeze({axis}); squeeze() takes away every axis of size 1, also that of a batch",
        "avec squeeze({axis}) ; squeeze() retire chaque axe de taille 1, aussi celui d'un lot",
    ),
    "index_missing": ("without the index `{code}`", "sans l'indice `{code}`"),
    "case_ignored": ("without the condition `{condition}`", "sans la condition `{condition}`"),
    "condition_ignored": ALWAYS,
    "branch_missing": NEVER,
    "parts_exchanged": (
        "with parts {a} and {b} exchanged",
        "si les parties {a} et {b} sont échangées",
    ),
    "line_missing": ("without `{code}`", "sans `{code}`"),
    "overwritten": (
        "if `{code}` is assigned there and not changed",
        "si `{code}` y est affecté et non modifié",
    ),
    "with_missing": ("without `with {code}`", "sans `with {code}`"),
    "lines_exchanged": ("if `{b}` comes before `{a}`", "si `{b}` vient avant `{a}`"),
    "outside_loop": (
        "if `{code}` is outside the loop, not in it: look at the indentation",
        "si `{code}` est hors de la boucle, et non dedans : regardez l'indentation",
    ),
    "inside_loop": (
        "if `{code}` is in the loop, not outside it: look at the indentation",
        "si `{code}` est dans la boucle, et non dehors : regardez l'indentation",
    ),
    "outside_block": (
        "if `{code}` comes after this block, not in it: look at the indentation",
        "si `{code}` vient après ce bloc, et non dedans : regardez l'indentation",
    ),
    "inside_block": (
        "if `{code}` is in this block, not after it: look at the indentation",
        "si `{code}` est dans ce bloc, et non après : regardez l'indentation",
    ),
    "loop_ends_early": (
        "if the loop ends one step earlier",
        "si la boucle finit un pas plus tôt",
    ),
    "loop_ends_late": ("if the loop ends one step later", "si la boucle finit un pas plus tard"),
    "loop_starts_late": (
        "if the loop starts one step later",
        "si la boucle commence un pas plus tard",
    ),
}


def repair_sentences(change: Change, source: str, alone: bool) -> dict[str, str]:
    """What a repair says in both languages.

    Args:
        change: to the learner's file.
        source: that file.
        alone: there is no other mistake.
    """
    english, french = (text.format(**change.words) for text in REPAIRS[change.key])
    what = ("the answer", "la réponse") if alone else ("this part", "cette partie")
    code = source.splitlines()[change.line - 1].strip() if change.line else ""
    quoted = f", `{code}`" if 0 < len(code) <= MAX_QUOTED else ""
    more = (", and wherever the same stands", ", et partout où se trouve la même chose")
    also = more if change.places > 1 else ("", "")
    return {
        "en": f"Line {change.line}{quoted}{also[0]}: {what[0]} is right {english}.",
        "fr": f"Ligne {change.line}{quoted}{also[1]} : {what[1]} est juste {french}.",
    }
