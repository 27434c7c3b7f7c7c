"""The words of the lab's pages, in English and French."""

from gradatim.labs.grading.messages import say

PAIRS = {
    "lab": ("Lab PyTorch", "Atelier PyTorch"),
    "lead": (
        "Exercises on plain files. The checker shows the smallest input that fails and recognizes "
        "common mistakes.",
        "Des exercices sur de simples fichiers. Le correcteur montre la plus petite entrée qui "
        "échoue et reconnaît les erreurs fréquentes.",
    ),
    "done_of": ("{done} of {all} done", "faits : {done} sur {all}"),
    "left": ("about {hours} h {minutes:02} left", "encore environ {hours} h {minutes:02}"),
    "core": ("◆ core", "◆ essentiel"),
    "core_of": (
        "◆ core path: {done} of {all} done",
        "◆ parcours essentiel : {done} sur {all} faits",
    ),
    "step": ("step through one", "exécuter l’un d’eux pas à pas"),
    "folder": ("Your files are in", "Vos fichiers sont dans"),
    "start": ("Start with", "Commencer par"),
    "go_on": ("Continue with", "Continuer avec"),
    "all_done": ("All done. Review", "Tout est fait. Revoir"),
    "minutes": ("{n} min", "{n} min"),
    "state_new": ("not started", "pas commencé"),
    "state_tried": ("tried", "essayé"),
    "state_seen": ("solution seen", "solution vue"),
    "state_done": ("done", "fait"),
    "with_view": ("with a view", "avec une vue"),
    "make_title": ("There is no lab folder here yet", "Il n’y a pas encore de dossier ici"),
    "make_text": (
        "Your solutions are plain Python files in a folder of your own. This creates one:",
        "Vos solutions sont de simples fichiers Python dans votre dossier. Ceci en crée un :",
    ),
    "make": ("Create my lab folder", "Créer mon dossier"),
    "make_else": (
        "Is it elsewhere? Start the page with `gradatim lab open --lab FOLDER`.",
        "Il est ailleurs ? Lancez la page avec `gradatim lab open --lab DOSSIER`.",
    ),
    "closed": (
        "The lab runs Python that its page sends, so it answers on its own computer only: run "
        "`gradatim lab open` on yours.",
        "L’atelier exécute le Python envoyé par sa page ; il ne répond donc que sur son propre "
        "ordinateur : lancez `gradatim lab open` sur le vôtre.",
    ),
    "every": ("All exercises", "Tous les exercices"),
    "previous": ("Previous exercise:", "Exercice précédent :"),
    "following": ("Next exercise:", "Exercice suivant :"),
    "task": ("Task", "Consigne"),
    "hints": ("Hints", "Indices"),
    "view": ("View", "Vue"),
    "solution": ("Solution", "Solution"),
    "file": ("Your file", "Votre fichier"),
    "editor": (
        "Editor of {file}. Tab indents; press Escape, then Tab, to leave it.",
        "Éditeur de {file}. Tab indente ; Échap, puis Tab, pour en sortir.",
    ),
    "keys": (
        "Ctrl+Enter checks, Ctrl+S saves, Tab and Shift+Tab indent, Ctrl+/ comments, Escape then "
        "Tab leaves the editor",
        "Ctrl+Entrée vérifie, Ctrl+S enregistre, Tab et Maj+Tab indentent, Ctrl+/ commente, Échap "
        "puis Tab quitte l’éditeur",
    ),
    "check": ("Check", "Vérifier"),
    "checking": ("Checking…", "Vérification…"),
    "checking_long": (
        "Still checking… The first check of an exercise on the game compiles it, once.",
        "Toujours en cours… La première vérification d’un exercice du jeu le compile, une fois.",
    ),
    "reset": ("Start again", "Recommencer"),
    "reset_ask": (
        "Start with a fresh file? Yours is saved beside it.",
        "Repartir d’un fichier neuf ? Le vôtre est enregistré à côté.",
    ),
    "yes": ("Yes", "Oui"),
    "no": ("No", "Non"),
    "saved": ("saved", "enregistré"),
    "unsaved": ("not saved yet", "pas encore enregistré"),
    "saving": ("saving…", "enregistrement…"),
    "reloaded": ("reloaded: it changed on the disk", "relu : il a changé sur le disque"),
    "kept": (
        "{action} The other version is saved as {file}.",
        "{action} L’autre version est enregistrée sous {file}.",
    ),
    "kept_mine": ("Your text is on the disk.", "Votre texte est sur le disque."),
    "took_disk": ("This is what is on the disk.", "Voici ce qui est sur le disque."),
    "fresh": ("This is a fresh file.", "Voici un fichier neuf."),
    "conflict": (
        "{file} changed on the disk while you were writing here. Nothing was overwritten.",
        "{file} a changé sur le disque pendant que vous écriviez ici. Rien n’a été écrasé.",
    ),
    "conflict_gone": (
        "{file} is gone from the disk. Your text is still here.",
        "{file} a disparu du disque. Votre texte est toujours ici.",
    ),
    "mine": ("Keep the text of this page", "Garder le texte de cette page"),
    "theirs": ("Take the file on the disk", "Prendre le fichier du disque"),
    "both": ("Show both", "Montrer les deux"),
    "hide": ("Hide", "Masquer"),
    "here": ("here", "ici"),
    "disk": ("on the disk", "sur le disque"),
    "other_kept": (
        "whichever you choose, the other is saved beside it",
        "quel que soit votre choix, l’autre est enregistré à côté",
    ),
    "gone": ("The file is gone.", "Le fichier a disparu."),
    "fresh_one": ("Create a fresh one", "En créer un neuf"),
    "put_back": ("Write it again", "L’écrire à nouveau"),
    "convert": ("Save it as UTF-8", "L’enregistrer en UTF-8"),
    "offline": (
        "The server does not answer: is it still running? Your text is still in this page.",
        "Le serveur ne répond pas : tourne-t-il encore ? Votre texte reste dans cette page.",
    ),
    "hint_open": ("Open hint {level} of {levels}", "Ouvrir l’indice {level} sur {levels}"),
    "hint_none": (
        "Three hints: a question, a pointer, almost the code. Opening one is recorded and costs "
        "nothing.",
        "Trois indices : une question, une piste, presque le code. En ouvrir un est noté, sans "
        "conséquence.",
    ),
    "hint_n": ("Hint {level}", "Indice {level}"),
    "locked": (
        "Our solution opens when yours is right.",
        "Notre solution s’ouvre quand la vôtre est juste.",
    ),
    "wish": ("Show it anyway", "La montrer quand même"),
    "wish_ask": (
        "The exercise will be noted as “solution seen” until you solve it.",
        "L’exercice sera noté « solution vue » jusqu’à ce que vous le résolviez.",
    ),
    "ours": ("Our solution", "Notre solution"),
    "why": ("Why it works, and what to try", "Pourquoi cela marche, et que tenter"),
    "next_read": ("Read the task", "Lire la consigne"),
    "next_solution": (
        "All hints are open: ask a neighbor, or look at the solution.",
        "Tous les indices sont ouverts : demandez à un voisin, ou regardez la solution.",
    ),
    "compare": ("Compare with our solution", "Comparer avec notre solution"),
    "see": ("See your function in the view", "Voir votre fonction dans la vue"),
    "differs": ("differs", "différent"),
    "marked": (
        "A hatched, framed cell differs.",
        "Une case hachurée et encadrée est différente.",
    ),
    "seconds": ("checked in {seconds} s", "vérifié en {seconds} s"),
    "view_wait": ("Starting the view…", "La vue démarre…"),
    "view_right": ("Drawn by your {names}.", "Dessiné par votre {names}."),
    "view_wrong": (
        "Drawn by your {names}, which is not right yet: {sentence}",
        "Dessiné par votre {names}, pas encore juste : {sentence}",
    ),
    "view_failed": (
        "Drawn by our function, not by your {names}: {sentence}",
        "Dessiné par notre fonction, pas par votre {names} : {sentence}",
    ),
    "script": ("This page needs JavaScript.", "Cette page a besoin de JavaScript."),
}
WORDS = {
    language: {key: pair[i] for key, pair in PAIRS.items()}
    | {
        f"answer_{key}": say(key, language, count="{count}")
        for key in (
            *("got", "expected", "with", "mistake", "next", "printed", "your_lines"),
            *("dropped", "left_one", "left_many"),
        )
    }
    for i, language in enumerate(("en", "fr"))
}
