"""The sentences of the checker, in English and French."""

WORDS = {
    "passed": ("Correct: {checks} checks passed.", "Juste : {checks} vérifications réussies."),
    "passed_one": ("Correct.", "Juste."),
    "unsolved": (
        "Not solved yet: `{name}` still raises NotImplementedError.",
        "Pas encore résolu : `{name}` lève toujours NotImplementedError.",
    ),
    "deleted": (
        "The file {path} is gone; `gradatim lab reset {exercise}` gives a fresh one.",
        "Le fichier {path} n'existe plus ; `gradatim lab reset {exercise}` en donne un neuf.",
    ),
    "unreadable": (
        "The file {path} cannot be read: {reason}.",
        "Le fichier {path} ne peut pas être lu : {reason}.",
    ),
    "encoding": (
        "The file is saved as {encoding} (line {line}), Python reads UTF-8: save it again with "
        "the encoding UTF-8. Nothing was changed.",
        "Le fichier est enregistré en {encoding} (ligne {line}), Python lit l'UTF-8 : enregistrez-"
        "le en UTF-8. Rien n'a été modifié.",
    ),
    "syntax": (
        "Python cannot read line {line}: {reason}.",
        "Python ne comprend pas la ligne {line} : {reason}.",
    ),
    "forbidden": (
        "This exercise is about writing it yourself: line {line} uses `{word}`.",
        "Le but est de l'écrire soi-même : la ligne {line} utilise `{word}`.",
    ),
    "missing": (
        "There is no `{name}` in the file{close}.",
        "Il n'y a pas de `{name}` dans le fichier{close}.",
    ),
    "missing_close": (
        "; did you mean it by `{word}`",
        " ; est-ce `{word}`",
    ),
    "not_callable": (
        "`{name}` is a {kind}, a function or class is expected.",
        "`{name}` est un {kind}, une fonction ou une classe est attendue.",
    ),
    "import_raised": (
        "The file stops on line {line} while Python reads it: {error}.",
        "Le fichier s'arrête à la ligne {line} pendant sa lecture : {error}.",
    ),
    "raised": ("`{name}` stops with {error}.", "`{name}` s'arrête sur {error}."),
    "arguments": (
        "`{name}` does not take the arguments it is given: {error}.",
        "`{name}` n'accepte pas les arguments qu'elle reçoit : {error}.",
    ),
    "exit": (
        "The file calls `{call}`, which ends the whole program: remove it.",
        "Le fichier appelle `{call}`, ce qui termine tout le programme : retirez-le.",
    ),
    "died": (
        "Python itself ended{where}: does the code call os._exit, kill or a library that crashes?",
        "Python s'est arrêté{where} : le code appelle-t-il os._exit, kill ou une bibliothèque qui "
        "plante ?",
    ),
    "input": (
        "The code waits for the keyboard with `input`, and nobody types during a check: remove it.",
        "Le code attend le clavier avec `input`, et personne ne tape pendant une vérification : "
        "retirez-le.",
    ),
    "time": (
        "Stopped after {seconds} s{where}: is the condition of your loop ever false?",
        "Arrêté après {seconds} s{where} : la condition de votre boucle devient-elle fausse ?",
    ),
    "memory": (
        "Stopped{where}: it asked for more than {limit} of memory. Does a list grow without end, "
        "or is a shape far too large?",
        "Arrêté{where} : plus de {limit} de mémoire demandés. Une liste grandit-elle sans fin, ou "
        "une forme est-elle bien trop grande ?",
    ),
    "recursion": (
        "`{name}` calls itself without end{where}: which case stops the recursion?",
        "`{name}` s'appelle sans fin{where} : quel cas arrête la récursion ?",
    ),
    "where": (" in `{name}`, line {line}", " dans `{name}`, ligne {line}"),
    "where_line": (" on line {line}", " à la ligne {line}"),
    "where_name": (" in `{name}`", " dans `{name}`"),
    "none": (
        "`{name}` returns None: is a `return` missing?",
        "`{name}` renvoie None : manque-t-il un `return` ?",
    ),
    "type": (
        "`{name}` returns {got}{part}, {expected} is expected.",
        "`{name}` renvoie {got}{part}, {expected} est attendu.",
    ),
    "shape": (
        "`{name}` returns the shape {got}{part}, {expected} is expected.",
        "`{name}` renvoie la forme {got}{part}, {expected} est attendue.",
    ),
    "dtype": (
        "`{name}` returns {got} numbers{part}, {expected} is expected.",
        "`{name}` renvoie des nombres {got}{part}, {expected} est attendu.",
    ),
    "length": (
        "`{name}` returns {got} items{part}, {expected} are expected.",
        "`{name}` renvoie {got} éléments{part}, {expected} sont attendus.",
    ),
    "keys": (
        "`{name}` returns the keys {got}{part}, {expected} are expected.",
        "`{name}` renvoie les clés {got}{part}, {expected} sont attendues.",
    ),
    "nan": (
        "`{name}` returns {bad} where a number is expected{part}.",
        "`{name}` renvoie {bad} là où un nombre est attendu{part}.",
    ),
    "values": (
        "`{name}` gives the right shape, but {wrong} of {total} values are wrong{part}.",
        "`{name}` donne la bonne forme, mais {wrong} valeurs sur {total} sont fausses{part}.",
    ),
    "values_one": (
        "`{name}` gives the right shape, but {wrong} of {total} values is wrong{part}.",
        "`{name}` donne la bonne forme, mais {wrong} valeur sur {total} est fausse{part}.",
    ),
    "value": (
        "`{name}` returns a wrong value{part}.",
        "`{name}` renvoie une valeur fausse{part}.",
    ),
    "mutated": (
        "`{name}` changes its argument `{argument}` in place; whoever calls it still needs it.",
        "`{name}` modifie son argument `{argument}` sur place ; l'appelant en a encore besoin.",
    ),
    "part": (" in part `{path}`", " dans la partie `{path}`"),
    "next_hint": (
        "`gradatim lab hint {exercise}` opens hint {level} of {levels}.",
        "`gradatim lab hint {exercise}` ouvre l'indice {level} sur {levels}.",
    ),
    "next_read": (
        "Open {path} and read its task.",
        "Ouvrez {path} et lisez la consigne.",
    ),
    "next_solution": (
        "All hints are open: ask a neighbour, or `gradatim lab solution {exercise} --show`.",
        "Tous les indices sont ouverts : demandez à un voisin, ou `gradatim lab solution "
        "{exercise} --show`.",
    ),
    "next_done": (
        "`gradatim lab solution {exercise}` compares with ours; next: {following}.",
        "`gradatim lab solution {exercise}` compare avec la nôtre ; ensuite : {following}.",
    ),
    "next_end": (
        "`gradatim lab solution {exercise}` compares with ours. That was the last one.",
        "`gradatim lab solution {exercise}` compare avec la nôtre. C'était le dernier.",
    ),
    "got": ("got", "obtenu"),
    "expected": ("expected", "attendu"),
    "with": ("with", "avec"),
    "mistake": ("Likely mistake", "Erreur probable"),
    "next": ("Next", "Ensuite"),
    "printed": ("Your output", "Votre affichage"),
    "dropped": ("{count} more characters", "encore {count} caractères"),
    "your_lines": ("In your file", "Dans votre fichier"),
}


def say(key: str, language: str, **values: object) -> str:
    """One sentence of the checker in the learner's language."""
    return WORDS[key][1 if language == "fr" else 0].format(**values)
