"""What to expect of each recipe, in French: the twin of the registry's English."""

FRENCH = {
    "digits-perceptron": "96,5 % des chiffres (moyenne de 3 graines) en 1 s",
    "digits-mlp": "97,0 % des chiffres (moyenne de 3 graines) en 1 s",
    "digits-convnet": "98,7 % des chiffres (moyenne de 3 graines) ; 2,3 s de cœur",
    "digits-resnet": "99,2 % des chiffres (moyenne de 3 graines) ; 6,3 s de cœur",
    "mnist-perceptron": "92,6 % (moyenne de 3 graines, --val-fraction 0) en 2 s",
    "mnist-mlp": "98,5 % (moyenne de 3 graines, --val-fraction 0) en 16 s",
    "mnist-convnet": "99,29 % (10 graines, --val-fraction 0) en 15 s de cœur ; avec "
    "--epochs 1, 99,13 % en 8 s de cœur",
    "mnist-convnet-long": "99,50 % (graine 0, --val-fraction 0) en 5 minutes",
    "fashion-resnet": "94,1 % (graine 0, bfloat16, --val-fraction 0) en 26 min de cœur avec AMX",
    "cifar10-convnet": "83,1 % (graine 0, bfloat16, --val-fraction 0) en 5 min de cœur avec AMX",
    "cifar10-resnet": "85,2 % avec --epochs 5 --batch-size 256 (graine 0, bfloat16) en 10 min de "
    "cœur avec AMX",
    "cifar10-speedrun": "91,9 % sur un processeur avec --widths 32 128 128 --batch-size 500 ; "
    "pas mesuré sur une carte graphique",
    "folder-resnet": "vos images : --data DOSSIER, un sous-dossier par classe",
    "folder-vit": "vos images : --data DOSSIER, de préférence avec --init-from et un ViT publié",
    "folder-alexnet": "vos images : --data DOSSIER ; 62 millions de paramètres, plutôt pour une "
    "carte graphique",
    "cifar10-gray": "64 % sur des photographies en gris (graine 0) en 215 s ; des poids dont "
    "partent les réseaux médicaux",
    "pneumonia": "AUC 0,97, exactitude 90 % sur le jeu de test de MedMNIST ; 49 s de cœur "
    "en bfloat16",
    "breast": "AUC 0,90, exactitude 84 % depuis des poids au hasard (86 % pré-entraîné) ; trois "
    "réseaux, 85 s de cœur",
    "adult-mlp": "exactitude 85,4 %, 18 points d’écart de sélection entre hommes et femmes ; "
    "1 s de cœur",
    "table-mlp": "votre CSV : --data FICHIER.csv --target COLONNE, une classe ou une quantité",
    "colored-digits": "99 % justes, 2 % quand les couleurs sont inversées (5 graines, "
    "--images 5000)",
    "facts-gpt": "mémorise 600 faits synthétiques ; hallucine sur 76 % des sujets jamais vus "
    "(graine 0)",
    "mnist-to-usps": "80,1 % sur USPS, 98,6 % sur MNIST (5 graines) ; voir "
    "`gradatim beyond mnist-to-usps`",
    "usps-to-mnist": "d’USPS à MNIST, plus difficile ; voir `gradatim beyond usps-to-mnist`",
    "fashion-simclr": "des caractéristiques sans étiquettes ; 210 s de cœur en bfloat16",
    "cifar10-simclr": "des caractéristiques sans étiquettes",
    "fashion-low-label": "dix images étiquetées par classe ; voir `gradatim beyond`",
    "fashion-fixmatch": "80 % avec dix images étiquetées par classe, avec --init-from et un "
    "entraînement de fashion-simclr",
    "cifar10-low-label": "dix images étiquetées par classe ; voir `gradatim beyond`",
    "digits-vit": "97,5 % des chiffres ; 202 000 paramètres, 26 s de cœur",
    "cifar10-vit": "77,3 % (graine 0, bfloat16) en 16 min de cœur avec AMX",
    "dates-bahdanau": "99,9 % des dates jamais vues justes ; 116 000 paramètres, 30 s de cœur",
    "multi30k-bahdanau": "BLEU 35,1 de-en (test 2016, faisceau de 4) ; 1,5 million de paramètres, "
    "215 s de cœur",
    "multi30k-transformer": "BLEU 30,7 de-en (test 2016, faisceau de 4, bfloat16) ; 1,4 million de "
    "paramètres, 2 min de cœur",
    "multi30k-bahdanau-long": "la taille du code d’enseignement publié : pour une carte graphique, "
    "pas encore mesuré",
    "multi30k-transformer-long": "BLEU 39,9 de-en, 38,1 en-de (test 2016, faisceau de 4, "
    "bfloat16) ; 46 min de cœur avec AMX",
    "everyday-bert": "40,8 % des mots masqués d’histoires jamais vues devinés du premier coup "
    "(bfloat16) ; 5 min de cœur",
    "everyday-llama": "0,95 bit par octet d’histoires jamais vues (bfloat16) ; 2,2 millions de "
    "paramètres, 13 min de cœur",
    "chat-instructions": "99 % des réponses finissent d’elles-mêmes, 93 % de réponses exactes à "
    "des questions jamais vues (bfloat16) ; 299 s de cœur",
    "chat-preferences": "de deux réponses jamais vues, la polie a la plus grande récompense dans "
    "85 % de 110 paires ; 45 s de cœur",
    "chat-sums": "avec la calculatrice, 93 % des sommes justes après 50 pas, 99,8 % après 90 ; "
    "101 s de cœur",
    "text-classifier": "vos textes : --data FICHIER.csv (colonnes text et label) ou DOSSIER ; "
    "200 pas",
    "docs-bert": "17,8 % des mots masqués devinés du premier coup, 34,0 % parmi cinq ; 39 s de "
    "cœur",
    "wikitext-bert": "10,9 % des mots masqués devinés du premier coup (bfloat16) ; 2,6 millions de "
    "paramètres, 2 min",
    "docs-gpt": "perplexité de 39 par jeton (vocabulaire de 1 000) ; 731 000 paramètres, 30 s de "
    "cœur",
    "text-gpt": "votre texte : --text FICHIER ; 300 pas, depuis des poids au hasard ou avec "
    "--init-from et un modèle",
    "text-bert": "les mots masqués de votre texte : --text FICHIER ; depuis des poids au hasard ou "
    "avec --init-from et un modèle",
    "shakespeare-gpt": "1,848 nat par caractère ; 804 000 paramètres, 50 s de cœur, 44 en "
    "bfloat16 avec AMX",
    "shakespeare-gpt-long": "la taille de nanoGPT sur carte graphique, 10,8 millions de "
    "paramètres : pas encore mesuré",
    "wikitext-gpt": "perplexité de 895 par mot (bfloat16) en 143 s de cœur",
    "wikitext-gpt-long": "34 millions de paramètres, 18 époques : pour une carte graphique, pas "
    "encore mesuré",
    "wikitext-llama": "perplexité de 926 par mot en 143 s de cœur",
    "wikitext-mixtral": "perplexité de 1 457 par mot en 5 min de cœur",
    "spoken-digits": "les 300 du jeu de test officiel (graine 0) ; 213 000 paramètres, 28 s de "
    "cœur",
    "mnist-dalle": "99 % des chiffres dessinés sont lus comme demandé (bfloat16) en 3 min de cœur",
    "fashion-dalle": "91,7 % des vêtements dessinés sont lus comme demandé (3 graines, bfloat16) "
    "en 6 min de cœur",
    "mnist-pairs-dalle": "96,5 % des paires dessinées, jamais apprises, sont justes (3 graines, "
    "bfloat16) ; 5 min de cœur",
    "mnist-flow": "97,7 % des chiffres dessinés sont lus comme demandé (3 graines, bfloat16) en "
    "8 min de cœur",
    "emoji-flow": "60,9 % des emojis dessinés sont trouvés parmi 5 de 1 623 (3 graines, "
    "bfloat16) ; 26 min de cœur",
    "moving-mnist": "99,99 % des directions, 87 % des chiffres (3 graines) ; avec une seule "
    "image : le hasard ; 29 s de cœur",
    "moving-mnist-attention": "attention séparée sur l’espace et le temps : 100,00 % des "
    "directions (graine 0) ; 136 s de cœur",
    "moving-mnist-next": "les dix images suivantes d’après dix, 32 x 32 : erreur de 16,9 par image "
    "(graine 0) ; 205 s de cœur",
    "moving-mnist-next-long": "le format habituel de 64 x 64 : pour une carte graphique, pas "
    "encore mesuré",
    "scene-captioner": "96,1 % des légendes de paires jamais vues exactes (3 graines, bfloat16) ; "
    "176 s de cœur",
    "emoji-clip": "30,8 % de 324 noms jamais vus parmi ses 5 premiers (3 graines, bfloat16) ; "
    "66 s de cœur",
    "sound-convnet": "vos sons : --data DOSSIER, un sous-dossier de fichiers WAV ou FLAC par "
    "classe",
    "pyrat-imitation": "94 % de parties gagnées contre le joueur glouton, réglage default, en "
    "2 minutes",
    "pyrat-dqn": "84 % gagnées contre le joueur glouton, réglage lab ; 6 648 pas, 5 min de cœur",
    "pyrat-ppo": "de 52 à 71 % gagnées contre le joueur glouton, réglage default ; 160 pas, 1 min",
    "pyrat-imitation-planes": "99 % gagnées contre le joueur au hasard, aucune contre le glouton ; "
    "307 pas, 170 s",
    "pyrat-imitation-flat": "65 % de 400 parties gagnées contre le glouton, réglage lab, après "
    "200 s d’un cœur partagé",
    "pyrat-winner": "57 % avec le CNN, 50 % avec la régression logistique (dix découpages) : "
    "`pyrat winner`",
    "pyrat-dream": "99,93 % des plateaux suivants exacts, réglage default, labyrinthes jamais vus "
    "(3 graines, bfloat16) ; 4 min de cœur",
    "pyrat-search": "de 89 à 88 % gagnées sur default en 100 pas, 1 minute : pas encore de progrès",
}
