"""The words of the pages of runs, in English and French."""

PAIRS = {
    "runs": ("Runs", "Entraînements"),
    "run": ("run", "entraînement"),
    "recipe": ("recipe", "recette"),
    "state": ("state", "état"),
    "time": ("time", "temps"),
    "choose": ("Choose its options", "Choisir ses options"),
    "none": ("No run yet. Choose a recipe.", "Aucun entraînement. Choisissez une recette."),
    "expect": ("To expect:", "À attendre :"),
    "of": ("Explained in", "Expliqué dans"),
    # The options of the form: their name, and what it means.
    "about_data": ("data: a file or a folder", "données: un fichier ou un dossier"),
    "about_text": ("text: a file of your own", "texte: un fichier à vous"),
    "about_init_from": (
        "go on from: a run such as runs/NAME, or a model that ships",
        "continuer: un entraînement, tel que runs/NOM, ou un modèle livré",
    ),
    "about_epochs": (
        "epochs: passes over the training data",
        "époques: passages sur les données d’entraînement",
    ),
    "about_steps": ("steps: updates of the weights", "pas: mises à jour des poids"),
    "about_learning_rate": (
        "learning rate: how far one step goes",
        "taux d’apprentissage: la longueur d’un pas",
    ),
    "about_batch_size": ("batch size: examples per step", "taille de lot: exemples par pas"),
    "about_optimizer": ("optimizer: the rule of a step", "optimiseur: la règle d’un pas"),
    "about_dropout": (
        "dropout: fraction of neurons left out at each step",
        "dropout: fraction des neurones laissés de côté à chaque pas",
    ),
    "about_seed": ("seed: another one, another run", "graine: une autre, un autre entraînement"),
    # Kinds of recipes.
    "vision": ("Images", "Images"),
    "tables": ("Tables", "Tableaux"),
    "language": ("Texts", "Textes"),
    "sounds": ("Sounds", "Sons"),
    "multimodal": ("Images and words", "Images et mots"),
    "pyrat": ("PyRat", "PyRat"),
    "start": ("Train", "Entraîner"),
    "view": ("A network like it, live", "Un réseau de ce genre, en direct"),
    "stop": ("Stop", "Arrêter"),
    "resume": ("Go on", "Reprendre"),
    "starting": ("starting", "démarre"),
    "running": ("training", "s’entraîne"),
    "stopped": ("stopped", "arrêté"),
    "finished": ("finished", "terminé"),
    "failed": ("failed", "échoué"),
    "left": ("about {0} s left", "encore {0} s environ"),
    "steps": ("step", "pas"),
    "loss": ("Training loss at each step", "Perte d’entraînement à chaque pas"),
    "made": ("What the model makes after {0} steps", "Ce que fait le modèle après {0} pas"),
    "sample": ("Sample", "Échantillon"),
    "progress": ("How far the training is", "Avancement de l’entraînement"),
    "closed": (
        "Runs are started on the server's own computer only.",
        "On ne lance d’entraînement que sur l’ordinateur du serveur.",
    ),
}
WORDS = {
    language: {name: pair[i] for name, pair in PAIRS.items()}
    for i, language in enumerate(("en", "fr"))
}
