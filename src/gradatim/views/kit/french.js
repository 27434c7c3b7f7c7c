import { OF_NETWORKS } from "./french_networks.js";

// What the engines say, in French. A gap {} stands for whatever the engine filled in, in its order.
const SENTENCES = [
  ...OF_NETWORKS,
  // files
  ["This view takes no file.", "Cette vue ne prend pas de fichier."],
  [
    "Your image is shown; choose another one with the control to remove it.",
    "Votre image est montrée ; choisissez-en une autre avec le réglage pour l’enlever.",
  ],
  [
    "Your digit is read as well; with a crop it has the frame of the others.",
    "Votre chiffre est lu aussi ; rogné, il a le même cadre que les autres.",
  ],
  ["The file is empty. Choose another one.", "Le fichier est vide. Choisissez-en un autre."],
  ["The file is not a text file.", "Le fichier n’est pas un fichier de texte."],
  [
    "The file is not a text file; a table needs {}.",
    "Le fichier n’est pas un fichier de texte ; un tableau a besoin de {}.",
  ],
  [
    "two columns of numbers and then one of classes",
    "deux colonnes de nombres, puis une colonne de classes",
  ],
  [
    "The table cannot be read ({}); it needs {}.",
    "Le tableau ne peut pas être lu ({}) ; il lui faut {}.",
  ],
  [
    "The table has {} rows; at least 2 are needed: {}.",
    "Le tableau a {} lignes ; il en faut au moins 2 : {}.",
  ],
  [
    "Row {} has {} columns; a table needs {}.",
    "La ligne {} a {} colonnes ; un tableau a besoin de {}.",
  ],
  [
    "Row {} has the text {} where a number belongs.",
    "La ligne {} a le texte {} à la place d’un nombre.",
  ],
  [
    "The last column has one class only ({}); it needs two.",
    "La dernière colonne n’a qu’une classe ({}) ; il en faut deux.",
  ],
  ["The table has {} MB; at most {} MB are taken.", "Le tableau fait {} Mo ; au plus {} Mo."],
  ["The image has {} MB; at most {} MB are taken.", "L’image fait {} Mo ; au plus {} Mo."],
  // how a table was read: the last part of the sentence first
  [
    "{} Of {} classes, {} is told from the others.",
    "{} Sur {} classes, {} est distinguée des autres.",
  ],
  ["{} Across: {}, up: {}.", "{} En largeur : {}, en hauteur : {}."],
  [
    "{}; {} with missing or infinite cells were left out.",
    "{} ; {} laissées de côté : cases vides ou infinies.",
  ],
  ["{} of {} rows are shown", "{} lignes montrées sur {}"],
  ["{} of {} rows are shown.", "{} lignes montrées sur {}."],
  [
    "The image has {} x {} pixels; at least 8 x 8 are needed.",
    "L’image a {} x {} pixels ; il en faut au moins 8 x 8.",
  ],
  [
    "The image has {} x {} pixels; at most 40 million are taken, make it smaller first.",
    "L’image a {} x {} pixels ; au plus 40 millions : réduisez-la d’abord.",
  ],
  [
    "The image has too many pixels; make it smaller first.",
    "L’image a trop de pixels ; réduisez-la d’abord.",
  ],
  [
    "The file is not an image that can be read; use PNG or JPEG.",
    "Le fichier n’est pas une image lisible ; prenez PNG ou JPEG.",
  ],
  ["The image is damaged and cannot be read.", "L’image est endommagée et ne peut pas être lue."],
  ["The image was fitted into {} x {} pixels.", "L’image a été ramenée à {} x {} pixels."],
  [
    "Your image is pinned; choose another image with the control to remove it.",
    "Votre image est épinglée ; choisissez-en une autre par le réglage pour l’enlever.",
  ],
  // texts and language models
  ["The text has {} MB; at most 2 MB are taken.", "Le texte fait {} Mo ; au plus 2 Mo."],
  [
    "The text has {} characters; at least 5000 are needed.",
    "Le texte a {} caractères ; il en faut au moins 5000.",
  ],
  ["The text is empty. Write a few words.", "Le texte est vide. Écrivez quelques mots."],
  [
    "The text has {} tokens; the first {} are read.",
    "Le texte a {} tokens ; les {} premiers sont lus.",
  ],
  [
    "The text has {} tokens; at most {} fit. Shorten it.",
    "Le texte a {} tokens ; il en tient au plus {}. Raccourcissez-le.",
  ],
  [
    "{} tokens are as many as fit. Shorten the text.",
    "{} tokens sont tout ce qui tient. Raccourcissez le texte.",
  ],
  ["The question is empty. Write a few words.", "La question est vide. Écrivez quelques mots."],
  [
    "The question has {} tokens; at most {} fit. Shorten it.",
    "La question a {} tokens ; il en tient au plus {}. Raccourcissez-la.",
  ],
  [
    "The model now learns your text, from the beginning.",
    "Le modèle apprend maintenant votre texte, depuis le début.",
  ],
  [
    "A BERT does not write on. Hide a word instead, and see the guesses for it.",
    "Un BERT n’écrit pas la suite. Cachez plutôt un mot : voici ce qu’il propose à sa place.",
  ],
  [
    "This model has no self-attention. Choose another one.",
    "Ce modèle n’a pas de self-attention. Choisissez-en un autre.",
  ],
  [
    "The folder {}/ here has no trained model of this kind yet: make one with {}, put a " +
      "published checkpoint there, or watch one learn live.",
    "Le dossier {}/ n’a pas encore de modèle entraîné de ce genre : faites-en un par {}, " +
      "mettez-y un modèle publié, ou regardez-en un apprendre en direct.",
  ],
  [
    "The folder {}/ here has no run that draws yet: make one with {} or {}, or watch a small " +
      "model learn.",
    "Le dossier {}/ n’a pas encore d’expérience qui dessine : faites-en une par {} ou {}, ou " +
      "regardez apprendre un petit modèle.",
  ],
  [
    "The folder {}/ here has no run of {} yet: make one with {}, or take the model that ships.",
    "Le dossier {}/ n’a pas encore d’expérience de {} : faites-en une par {}, ou prenez le " +
      "modèle livré.",
  ],
  // expressions
  [
    "The expression has no operation yet; write one such as {}.",
    "L’expression n’a pas encore d’opération ; écrivez par exemple {}.",
  ],
  [
    "The expression has no variable, so no gradient; write one such as {}.",
    "L’expression n’a pas de variable, donc pas de gradient ; écrivez par exemple {}.",
  ],
  [
    "{} is not an expression; write one such as {}.",
    "{} n’est pas une expression ; écrivez par exemple {}.",
  ],
  [
    "The expression has more than {} operations; shorten it.",
    "L’expression a plus de {} opérations ; raccourcissez-la.",
  ],
  [
    "The expression is nested too deeply; shorten it.",
    "L’expression a trop de parenthèses emboîtées ; raccourcissez-la.",
  ],
  ["There is no such variable.", "Cette variable n’existe pas."],
  [
    "Only numbers, names, + - * / ** and functions of one input fit.",
    "Seuls conviennent les nombres, les noms, + - * / ** et les fonctions d’une entrée.",
  ],
  ["There is no function {}; {}", "La fonction {} n’existe pas ; {}"],
  // controls and actions
  ["{} is {}; it must lie between {} and {}.", "{} vaut {} ; il faut une valeur entre {} et {}."],
  ["{} is {}; it must be true or false.", "{} vaut {} ; il faut true (oui) ou false (non)."],
  ["{} is {}; it must be a number.", "{} vaut {} ; il faut un nombre."],
  ["{} must be a number.", "{} doit être un nombre."],
  ["{} must be a finite number.", "{} doit être un nombre fini."],
  ["{} is too large a number.", "{} est un nombre trop grand."],
  ["{} must be a text.", "{} doit être un texte."],
  ["{} has {} characters; at most {} are allowed.", "{} a {} caractères ; au plus {} sont permis."],
  ["{} must be a list of numbers.", "{} doit être une liste de nombres."],
  ["{} has {} numbers; at most {} fit.", "{} a {} nombres ; il en tient au plus {}."],
  ["{} must stay between -{} and {}.", "{} doit rester entre -{} et {}."],
  ["{} needs {} numbers; {} are given.", "{} a besoin de {} nombres ; {} sont donnés."],
  ["There is no action {}; {}", "L’action {} n’existe pas ; {}"],
  ["There is no control {}; {}", "Le réglage {} n’existe pas ; {}"],
  ["{} is {}; {}", "{} vaut {} ; {}"],
  ["did you mean {}?", "vouliez-vous dire {} ?"],
  ["allowed: {}.", "permis : {}."],
  ["This lesson keeps this control as it is.", "Cette leçon garde ce réglage tel quel."],
  [
    "This network is your own, so its layers cannot be changed here.",
    "Ce réseau est le vôtre : ses couches ne se changent pas ici.",
  ],
  ["There is nothing to undo.", "Il n’y a rien à annuler."],
  ["There is no point {}.", "Il n’y a pas de point {}."],
  [
    "There are 400 points already. Clear them first.",
    "Il y a déjà 400 points. Effacez-les d’abord.",
  ],
  [
    "There are 400 points already. Remove some first.",
    "Il y a déjà 400 points. Enlevez-en d’abord.",
  ],
  ["At least two points must stay.", "Il doit rester au moins deux points."],
  ["There is no layer {}.", "Il n’y a pas de couche {}."],
  [
    "There is no such neuron or weight in this network.",
    "Ce neurone ou ce poids n’existe pas dans ce réseau.",
  ],
  ["The map has no such place.", "La carte n’a pas cette place."],
  ["The kernel has no such cell.", "Le noyau n’a pas cette case."],
  [
    "A pooling window of {} does not fit a map of {}: use a smaller window or stride.",
    "Une fenêtre de pooling de {} ne tient pas dans une carte de {} : prenez-la plus petite, " +
      "ou un pas plus petit.",
  ],
  [
    "A kernel needs K x K cells for each channel; {} are given.",
    "Un noyau a K x K cases par canal ; {} sont données.",
  ],
  [
    "The network's weights are not finite after training; check its data.",
    "Les poids du réseau ne sont plus finis après l’entraînement ; vérifiez ses données.",
  ],
  // PyRat
  [
    "The folder {}/ here has no trained PyRat player yet: make one with {}, or let the champion " +
      "play.",
    "Le dossier {}/ n’a pas encore de joueur PyRat entraîné : faites-en un par {}, ou laissez " +
      "jouer le champion.",
  ],
  [
    "The players are in your maze. Reload the page to leave it.",
    "Les joueurs sont dans votre labyrinthe. Rechargez la page pour en sortir.",
  ],
  [
    "The maze file is larger than 400 kB. Use a smaller maze.",
    "Le fichier du labyrinthe dépasse 400 ko. Prenez un labyrinthe plus petit.",
  ],
  [
    "The maze is {} x {}; it may be 2 to 40 wide, 2 to 30 high.",
    "Le labyrinthe est de {} x {} ; il peut avoir 2 à 40 de large, 2 à 30 de haut.",
  ],
  [
    "The file is not a maze. It needs JSON such as {}.",
    "Le fichier n’est pas un labyrinthe. Il faut du JSON comme {}.",
  ],
  [
    "Nobody plays by hand. Choose yourself as rat or python first.",
    "Personne ne joue à la main. Choisissez-vous d’abord comme rat ou python.",
  ],
  // the server
  [
    "The server does not know this message. Reload the page.",
    "Le serveur ne connaît pas ce message. Rechargez la page.",
  ],
  [
    "Something went wrong on our side. Press Reset to continue.",
    "Quelque chose a échoué de notre côté. Appuyez sur Recommencer.",
  ],
  [
    "This view could not start: something went wrong on our side. The others work.",
    "Cette vue n’a pas pu démarrer : quelque chose a échoué de notre côté. Les autres marchent.",
  ],
  [
    "{} pages are open on this server. Close one and reload.",
    "{} pages sont ouvertes sur ce serveur. Fermez-en une et rechargez.",
  ],
];

const patterns = SENTENCES.map(([english, french]) => {
  const literal = english.replace(/[.*+?^$|()[\]\\]/g, "\\$&");
  return [new RegExp(`^${literal.replaceAll("{}", "(.+?)")}$`, "s"), french];
});

// A sentence of an engine in French, or as it is where none of the above fits.
export function inFrench(text) {
  for (const [pattern, french] of patterns) {
    const found = pattern.exec(text);
    if (!found) continue;
    const filled = found.slice(1).map(inFrench);
    return french.replaceAll("{}", () => filled.shift() ?? "");
  }
  return /^-?\d+\.\d+$/.test(text) ? text.replace(".", ",") : text;
}
