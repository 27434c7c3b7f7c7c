"""The words of the pages on which one reads and steps through a file, in English and French."""

PAIRS = {
    "start": ("Step through it", "L’exécuter pas à pas"),
    "keys": (
        "→ next step, ← step before, ↓ next line of the same function",
        "→ pas suivant, ← pas précédent, ↓ ligne suivante de la même fonction",
    ),
    "next": ("Next step", "Pas suivant"),
    "before": ("Step before", "Pas précédent"),
    "over": ("Next line here", "Ligne suivante ici"),
    "forward": ("Forward", "Propagation avant"),
    "backward": ("Backward", "Rétropropagation"),
    "modules": ("Layers only", "Couches seulement"),
    "slider": ("Step", "Pas"),
    "line": ("Line {line} made", "La ligne {line} a produit"),
    "nothing": ("Line {line} made nothing new.", "La ligne {line} n’a rien produit de nouveau."),
    "call": ("{function} begins with", "{function} commence avec"),
    "return": ("{function} gives back", "{function} rend"),
    "module": ("A layer of PyTorch computes", "Une couche de PyTorch calcule"),
    "gradient": (
        "The gradient of {of}: how the result changes with each of its numbers",
        "Le gradient de {of} : comment le résultat change avec chacun de ses nombres",
    ),
    "input": ("input", "entrée"),
    "output": ("output", "sortie"),
    "result": ("result", "résultat"),
    "parameters": ("weights", "poids"),
    "known": ("Known here", "Connu ici"),
    "known_value": ("its value", "sa valeur"),
    "first": ("first of {n}", "premier sur {n}"),
    "part": ("the beginning of", "le début de"),
    "program": ("The program", "Le programme"),
    "change": ("Change the program that is run", "Changer le programme exécuté"),
    "add": ("Lines to run after the file", "Lignes à exécuter après le fichier"),
    "run": ("Run", "Exécuter"),
    "cut": ("Only the first {n} steps are kept.", "Seuls les {n} premiers pas sont gardés."),
    "empty": (
        "The file computes nothing by itself: write below what to call.",
        "Le fichier ne calcule rien de lui-même : écrivez plus bas quoi appeler.",
    ),
    "lost": ("The server does not answer.", "Le serveur ne répond pas."),
    "files": ("The models, to read", "Les modèles, à lire"),
    "files_lead": (
        "Every network of the course is one file of PyTorch. Open one and step through it on a "
        "small input, every tensor shown.",
        "Chaque réseau du cours est un fichier de PyTorch. Ouvrez-en un et exécutez-le pas à pas "
        "sur une petite entrée, chaque tenseur visible.",
    ),
    "own": ("Your own files", "Vos fichiers"),
    "own_lead": (
        "Python files in {folder}: open one and step through it, every tensor shown.",
        "Fichiers Python dans {folder} : ouvrez-en un et exécutez-le pas à pas, "
        "chaque tenseur visible.",
    ),
    "no_own": ("There is no Python file yet.", "Il n’y a pas encore de fichier Python."),
    "closed": (
        "Own files are run on the server's own computer only.",
        "On n’exécute ses fichiers que sur l’ordinateur du serveur.",
    ),
}
WORDS = {
    language: {name: pair[i] for name, pair in PAIRS.items()}
    for i, language in enumerate(("en", "fr"))
}
