"""The words of the course's pages, in English and French."""

PAIRS = {
    "chapter": ("Chapter", "Chapitre"),
    "course": ("The course", "Le cours"),
    "contents": ("On this page", "Sur cette page"),
    "whole": ("Open the whole view", "Ouvrir la vue entière"),
    "english_only": ("", "Cette page n’existe qu’en anglais."),
    "onward": ("Do it yourself", "À vous"),
    "views": ("Live views", "Vues interactives"),
    "recipes": ("Train it here", "L’entraîner ici"),
    "runs": ("Runs", "Entraînements"),
    "exercises": ("Exercises", "Exercices"),
    "files": ("The code, to read", "Le code, à lire"),
    "minutes": ("{n} min", "{n} min"),
    "present": ("Present as slides", "Présenter en diapositives"),
    "before": ("Before", "Avant"),
    "after": ("Next", "Ensuite"),
    "slides": ("Slides", "Diapositives"),
    "glossary": ("Glossary", "Glossaire"),
    "more": ("More", "Autres pages"),
    "own": ("Step through your own file", "Exécuter votre fichier pas à pas"),
    "models": ("The models, to read", "Les modèles, à lire"),
    "lab": ("The lab", "L’atelier"),
    "steps": ("Chapters", "Chapitres"),
    "other": ("Français", "English"),
    "seen": ("seen", "vu"),
    "guessed": ("guessed {n} of {all}", "devinettes : {n} sur {all}"),
    "solved": ("exercises {n} of {all}", "exercices : {n} sur {all}"),
    "trained": ("runs: {n}", "entraînements : {n}"),
    "go_on": ("Go on with", "Continuer avec"),
    "begin": ("Begin with", "Commencer par"),
    "play": ("Play against the champion", "Jouer contre le champion"),
    "do": ("Exercises", "Exercices"),
    "motto": (
        "A lecture on deep learning, step by step.",
        "Un cours d’apprentissage profond, pas à pas.",
    ),
    "lead": (
        "Read an idea, touch the real PyTorch model behind it, train it, write it yourself.",
        "Lisez une idée, touchez le vrai modèle PyTorch derrière elle, entraînez-le, puis "
        "écrivez-le vous-même.",
    ),
    "keys": (
        "Works offline, on this computer only. In a view, Space plays, arrows step, C shows the "
        "code.",
        "Fonctionne sans réseau, sur cet ordinateur. Dans une vue, Espace lance, les flèches "
        "avancent, C montre le code.",
    ),
    "labs": ("The labs", "Les ateliers"),
    "lines": ("{n} lines", "{n} lignes"),
    "back": ("Back", "Retour"),
}
WORDS = {
    language: {name: pair[i] for name, pair in PAIRS.items()}
    for i, language in enumerate(("en", "fr"))
}
