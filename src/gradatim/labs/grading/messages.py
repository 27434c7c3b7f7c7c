"""The sentences of the checker, in English and French."""

WORDS = {
    "passed": ("Correct: {checks} checks passed.", "Juste : {checks} vérifications réussies."),
    "passed_one": ("Correct.", "Juste."),
    "unsolved": (
        "Not solved yet: `{name}` still raises NotImplementedError.",
        "Pas encore résolu : `{name}` lève toujours NotImplementedError.",
    ),
    "lab_added": ("{exercises} added in {folder}.", "{folder} : {exercises} de plus."),
    "exercise_one": ("1 exercise", "1 exercice"),
    "exercise_many": ("{count} exercises", "{count} exercices"),
    "lab_newer": (
        "{name} has a newer starter file; it is beside yours as .new.py.",
        "{name} a un fichier de départ plus récent ; il est à côté du vôtre, en .new.py.",
    ),
    "lab_begin": (
        "Read {task}, write in {file}, then:",
        "Lisez {task}, écrivez dans {file}, puis :",
    ),
    "lab_list": ("exercise core min checks hints", "exercice essentiel min essais indices"),
    "lab_left": (
        "{done} of {count} done, about {minutes} minutes left.",
        "{done} sur {count} faits, encore {minutes} minutes environ.",
    ),
    "lab_core": ("core path", "parcours essentiel"),
    "lab_backup": ("Your file is now {file}.", "Votre fichier est maintenant {file}."),
    "lab_fresh": ("{file} is fresh.", "{file} est neuf."),
    "lab_written": ("{file} written.", "{file} est écrit."),
    "deleted": (
        "The file {path} is gone; `gradatim lab reset {exercise}` gives a fresh one.",
        "Le fichier {path} n'existe plus ; `gradatim lab reset {exercise}` en donne un neuf.",
    ),
    "unreadable": (
        "The file {path} cannot be read: {reason}.",
        "Le fichier {path} ne peut pas être lu : {reason}.",
    ),
    "encoding": (
        "The file is saved as {encoding} (line {line}), but Python reads UTF-8: save it again as "
        "UTF-8. Nothing was changed.",
        "Le fichier est enregistré en {encoding} (ligne {line}), mais Python lit l'UTF-8 : "
        "enregistrez-le en UTF-8. Rien n'a été modifié.",
    ),
    "declared_encoding": (
        "Line {line} says that the file is in the encoding {encoding}, but Python cannot read it "
        "so: remove that comment and save the file as UTF-8. Nothing was changed.",
        "La ligne {line} dit que le fichier est en {encoding}, mais Python ne peut pas le lire "
        "ainsi : retirez ce commentaire et enregistrez le fichier en UTF-8. Rien n'a été modifié.",
    ),
    "null": (
        "Line {line} holds a null byte, which no text has: write that line again, or the file if "
        "it is no Python.",
        "La ligne {line} contient un octet nul, qu'aucun texte ne contient : réécrivez cette "
        "ligne, ou le fichier si ce n'est pas du Python.",
    ),
    "too_nested": (
        "An expression of the file nests too deep to be read: cut it into several lines.",
        "Une expression du fichier est trop imbriquée pour être lue : découpez-la en plusieurs "
        "lignes.",
    ),
    "syntax": (
        "Python cannot read line {line}: {reason}.",
        "Python ne comprend pas la ligne {line} : {reason}.",
    ),
    "forbidden": (
        "This exercise is about writing it yourself, but line {line} uses `{word}`.",
        "Le but est de l'écrire vous-même, mais la ligne {line} utilise `{word}`.",
    ),
    "operation": (
        "This exercise is about writing it yourself, but `{name}` calls PyTorch's `{word}`, "
        "directly or inside another function.",
        "Le but est de l'écrire vous-même, mais `{name}` appelle `{word}` de PyTorch, directement "
        "ou dans une autre fonction.",
    ),
    "missing": (
        "There is no `{name}` in the file.",
        "Il n'y a pas de `{name}` dans le fichier.",
    ),
    "missing_close": (
        "There is no `{name}` in the file; did you mean `{word}`?",
        "Il n'y a pas de `{name}` dans le fichier ; vouliez-vous dire `{word}` ?",
    ),
    "not_callable": (
        "`{name}` is of type {kind}; a function or class is expected.",
        "`{name}` est de type {kind} ; une fonction ou une classe est attendue.",
    ),
    "part_unused": (
        "`{name}` never calls its `{word}`.",
        "`{name}` n'appelle jamais son `{word}`.",
    ),
    "import_raised": (
        "Python stops on line {line} while it loads the file: {error}.",
        "Python s'arrête à la ligne {line} en chargeant le fichier : {error}.",
    ),
    "raised": ("`{name}` stops with {error}.", "`{name}` s'arrête sur {error}."),
    "not_imported": (
        "`{word}` is not imported: add `{statement}` at the head of the file.",
        "`{word}` n'est pas importé : ajoutez `{statement}` en tête du fichier.",
    ),
    "arguments": (
        "`{name}` does not accept the arguments that it gets: {error}.",
        "`{name}` n'accepte pas les arguments reçus : {error}.",
    ),
    "exit": (
        "The file calls `{call}`, which ends the whole program: remove that call.",
        "Le fichier appelle `{call}`, ce qui termine tout le programme : retirez cet appel.",
    ),
    "died": (
        "Python itself ended{where}: does the code call os._exit, kill or a library that crashes?",
        "Python s'est arrêté{where} : le code appelle-t-il os._exit, kill ou une bibliothèque qui "
        "plante ?",
    ),
    "input": (
        "The code waits for the keyboard with `input`, but nobody types during a check: remove it.",
        "Le code attend le clavier avec `input`, mais personne ne tape pendant une vérification : "
        "retirez-le.",
    ),
    "time": (
        "Stopped after {seconds} s{where}: that is far more than this exercise needs.",
        "Arrêté après {seconds} s{where} : c'est bien plus que cet exercice ne demande.",
    ),
    "time_loop": (
        "Stopped after {seconds} s{where}: does the condition of a loop never become false?",
        "Arrêté après {seconds} s{where} : la condition d'une boucle reste-t-elle toujours vraie ?",
    ),
    "busy": (
        "Stopped{where}: other programs keep this computer so busy that the check did not get "
        "{seconds} s of processor time. Check again when it is quieter.",
        "Arrêté{where} : d'autres programmes occupent tant cet ordinateur que la vérification n'a "
        "pas obtenu {seconds} s de temps de calcul. Vérifiez de nouveau quand il sera plus calme.",
    ),
    "refused": (
        "Line {line} uses `{word}`, which could reach around a check: the teacher's check refuses "
        "it.",
        "La ligne {line} utilise `{word}`, qui permettrait de contourner une vérification : celle "
        "de l'enseignant le refuse.",
    ),
    "tampered": (
        "The file has replaced `{word}`, on which the checks rely.",
        "Le fichier a remplacé `{word}`, dont dépendent les vérifications.",
    ),
    "meddled": (
        "The file has meddled with its own check.",
        "Le fichier a manipulé sa propre vérification.",
    ),
    "processes": (
        "Stopped: the code started more than {limit} processes.",
        "Arrêté : le code a lancé plus de {limit} processus.",
    ),
    "written": (
        "Stopped: the code wrote more than {limit} MB of files.",
        "Arrêté : le code a écrit plus de {limit} Mo de fichiers.",
    ),
    "too_large": (
        "The file has {size} bytes; at most {limit} are read, and an exercise needs less than "
        "{usual}.",
        "Le fichier fait {size} octets ; {limit} au plus sont lus, et un exercice en demande moins "
        "de {usual}.",
    ),
    "is_folder": (
        "{path} is a folder, where a file is expected: `gradatim lab reset` puts it aside and "
        "gives a fresh file.",
        "{path} est un dossier, là où un fichier est attendu : `gradatim lab reset` le met de côté "
        "et donne un fichier neuf.",
    ),
    "is_device": (
        "{path} leads to a device or a pipe, where a file is expected: `gradatim lab reset` puts "
        "it aside and gives a fresh file.",
        "{path} mène à un périphérique ou à un tube, là où un fichier est attendu : `gradatim lab "
        "reset` le met de côté et donne un fichier neuf.",
    ),
    "left_one": (
        "A process that the code had started was still running; it was ended.",
        "Un processus lancé par le code tournait encore ; il a été arrêté.",
    ),
    "left_many": (
        "{count} processes that the code had started were still running; they were ended.",
        "{count} processus lancés par le code tournaient encore ; ils ont été arrêtés.",
    ),
    "memory": (
        "Stopped{where}: it asked for more than 1 GB of memory. Does a list grow endlessly, "
        "or is a shape far too large?",
        "Arrêté{where} : plus de 1 Go de mémoire demandés. Une liste grandit-elle sans fin, ou "
        "une forme est-elle bien trop grande ?",
    ),
    "recursion": (
        "`{name}` calls itself endlessly{where}: which case stops the recursion?",
        "`{name}` s'appelle elle-même sans fin{where} : quel cas arrête la récursion ?",
    ),
    "did_you_mean": ("Did you mean `{word}`?", "Vouliez-vous dire `{word}` ?"),
    "where": (" in `{name}`, line {line}", " dans `{name}`, ligne {line}"),
    "where_line": (" on line {line}", " à la ligne {line}"),
    "where_name": (" in `{name}`", " dans `{name}`"),
    "none": (
        "`{name}` gives None where a value is expected: is a `return` missing?",
        "`{name}` donne None alors qu'une valeur est attendue : manque-t-il un `return` ?",
    ),
    "none_part": (
        "`{name}` gives None{part}; a value is expected there.",
        "`{name}` donne None{part} ; une valeur y est attendue.",
    ),
    "result": (
        "`{name}` gives {kind}, where a tensor (or a module that gives one) is expected.",
        "`{name}` donne {kind}, alors qu'un tenseur (ou un module qui en donne un) est attendu.",
    ),
    "result_one": (
        "`{name}` gives {kind}, where several values (a list or tuple) are expected.",
        "`{name}` donne {kind}, alors que plusieurs valeurs sont attendues (liste ou tuple).",
    ),
    "ready_made": (
        "This exercise is about writing `{name}` yourself, but it is {origin}.",
        "Le but est d'écrire `{name}` vous-même, mais c'est {origin}.",
    ),
    "functions_right": (
        "The {count} functions before it pass their checks.",
        "Les {count} fonctions précédentes passent leurs tests.",
    ),
    "function_right": (
        "The function before it passes its checks.",
        "La fonction précédente passe ses tests.",
    ),
    "type": (
        "`{name}` returns {got}{part}; {expected} is expected.",
        "`{name}` renvoie {got}{part} ; {expected} est attendu.",
    ),
    "shape": (
        "`{name}` returns the shape {got}{part}; {expected} is expected.",
        "`{name}` renvoie la forme {got}{part} ; {expected} est attendue.",
    ),
    "dtype": (
        "`{name}` returns {got} numbers{part}; {expected} is expected.",
        "`{name}` renvoie des nombres {got}{part} ; {expected} est attendu.",
    ),
    "graph": (
        "`{name}` returns a tensor that still holds its graph{part}; a plain number is expected: "
        "`.item()` gives it.",
        "`{name}` renvoie un tenseur qui garde son graphe{part} ; un nombre simple est attendu : "
        "`.item()` le donne.",
    ),
    "tensor_for_number": (
        "`{name}` returns a tensor{part}; a number of Python is expected: `.item()` gives it.",
        "`{name}` renvoie un tenseur{part} ; un nombre de Python est attendu : `.item()` le donne.",
    ),
    "length": (
        "`{name}` returns a sequence of length {got}{part}; length {expected} is expected.",
        "`{name}` renvoie une suite de longueur {got}{part} ; la longueur {expected} est attendue.",
    ),
    "keys": (
        "`{name}` returns other keys{part}: {got}; missing: {expected}.",
        "`{name}` renvoie d'autres clés{part} : {got} ; il manque : {expected}.",
    ),
    "keys_missing": (
        "`{name}` returns too few keys{part}; missing: {expected}.",
        "`{name}` renvoie trop peu de clés{part} ; il manque : {expected}.",
    ),
    "keys_too_many": (
        "`{name}` returns too many keys{part}: {got}.",
        "`{name}` renvoie trop de clés{part} : {got}.",
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
    "value": ("`{name}` returns a wrong value{part}.", "`{name}` renvoie une valeur fausse{part}."),
    "value_shown": (
        "`{name}` returns the wrong value {got}{part}; {expected} is expected.",
        "`{name}` renvoie la valeur fausse {got}{part} ; {expected} est attendu.",
    ),
    "mutated": (
        "`{name}` changes its argument `{argument}` in place, but the caller still needs it.",
        "`{name}` modifie son argument `{argument}` en place, mais l'appelant en a encore besoin.",
    ),
    "switched_off": (
        "`{name}` leaves gradients switched off for all that follows; `with torch.no_grad():` "
        "switches them on again at its end.",
        "`{name}` laisse les gradients coupés pour toute la suite ; `with torch.no_grad():` les "
        "rétablit à sa fin.",
    ),
    "other_precision": (
        "`{name}` changes the default type of all floating-point numbers of the program, "
        "`torch.set_default_dtype`; give a `dtype` where a tensor is made instead.",
        "`{name}` change le type par défaut de tous les nombres à virgule du programme, "
        "`torch.set_default_dtype` ; donnez plutôt un `dtype` là où un tenseur est créé.",
    ),
    "part": (" in part `{path}`", " dans la partie `{path}`"),
    "next_hint": (
        "`gradatim lab hint {exercise}` opens hint {level} of {levels}.",
        "`gradatim lab hint {exercise}` ouvre l'indice {level} sur {levels}.",
    ),
    "next_read": ("Read the task in {path}.", "Lisez la consigne dans {path}."),
    "next_solution": (
        "All hints are open: ask a neighbor, or `gradatim lab solution {exercise} --show`.",
        "Tous les indices sont ouverts : demandez à un voisin, ou `gradatim lab solution "
        "{exercise} --show`.",
    ),
    "next_done": (
        "`gradatim lab solution {exercise}` shows our solution; the next exercise is {following}.",
        "`gradatim lab solution {exercise}` montre notre solution ; l'exercice suivant est "
        "{following}.",
    ),
    "next_end": (
        "`gradatim lab solution {exercise}` shows our solution. That was the last exercise.",
        "`gradatim lab solution {exercise}` montre notre solution. C'était le dernier exercice.",
    ),
    "points": (
        "{passed} of {checks} checks passed.",
        "{passed} vérifications sur {checks} réussies.",
    ),
    "checking": ("checking", "vérification"),
    "loading_torch": (
        "loading torch: the first check takes some seconds",
        "chargement de torch : la première vérification prend quelques secondes",
    ),
    "watch": (
        "watching: save the file to check; n next, h {hint}, l list, q quit",
        "en attente : enregistrez le fichier pour vérifier ; n suivant, h {hint}, l liste, q "
        "quitter",
    ),
    "watch_hint": ("opens hint {level} of {hints}", "ouvre l'indice {level} sur {hints}"),
    "watch_hints": ("shows the hints", "montre les indices"),
    "no_hints": ("{exercise} has no hints.", "{exercise} n'a pas d'indices."),
    "got": ("got", "obtenu"),
    "expected": ("expected", "attendu"),
    "with": ("with", "avec"),
    "mistake": ("Likely mistake:", "Erreur probable :"),
    "next": ("Next:", "Ensuite :"),
    "printed": ("Your output", "Votre affichage"),
    "dropped": ("{count} more characters", "encore {count} caractères"),
    "your_lines": ("In your file:", "Dans votre fichier :"),
    "frame": ("line {line}, in {where}: {code}", "ligne {line}, dans {where} : {code}"),
}


def say(key: str, language: str, **values: object) -> str:
    """One sentence of the checker in the learner's language."""
    return WORDS[key][1 if language == "fr" else 0].format(**values)
