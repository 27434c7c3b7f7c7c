"""The words that the book adds to the pages of the course, in English and French."""

PAIRS = {
    "search": ("Search the book", "Chercher dans le livre"),
    "reference": ("Reference", "Référence"),
    "reference_lead": (
        "Every public class and function, from its docstring.",
        "Chaque classe et fonction publique, d’après sa documentation (en anglais).",
    ),
    "start_here": ("Where one begins", "Pour commencer"),
    "exercises": ("Exercises", "Exercices"),
    "exercise_lead": (
        "Tasks of the lab. Install Gradatim to solve them with its checker.",
        "Les exercices de l’atelier. Installez Gradatim pour les résoudre avec son correcteur.",
    ),
    "solve": ("Solve it:", "Pour le résoudre :"),
    "starter": ("The file to begin with", "Le fichier de départ"),
    "recorded": (
        "This is a recording: play it and step through it. `gradatim serve` opens the live view, "
        "in which everything can be changed.",
        "Ceci est un enregistrement : lancez-le, avancez pas à pas. `gradatim serve` ouvre la vue "
        "interactive, où tout se change.",
    ),
    "none": ("Nothing found.", "Rien trouvé."),
}
WORDS = {
    language: {name: pair[i] for name, pair in PAIRS.items()}
    for i, language in enumerate(("en", "fr"))
}
