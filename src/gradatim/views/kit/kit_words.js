// The words that all views share; a view's own stand in its words.json.
const WORDS = {
  en: {
    play: "Play",
    pause: "Pause",
    back: "Step back",
    step: "Step",
    reset: "Reset",
    speed: "Speed",
    freeze: "Freeze as A",
    thaw: "End A/B",
    file: "Use my file",
    run: "Use my run",
    code: "Show the code",
    presenter: "Presenter",
    stepn: "step",
    guess: "Guess first",
    again: "Guess again",
    discover: "What to discover",
    controls: "Controls",
    right: "Yes.",
    wrong: "Not quite.",
    locked: "answer the question to unlock",
    close: "Close",
    diverged: "The numbers are no longer finite. You see the last step at which they were.",
    rewind: "Go back 20 steps",
    seed: "Seed",
    frozen: "A, frozen",
    live: "B, live",
    same: "same settings",
    lost: "Connection lost. Reconnecting…",
    broken: "This frame could not be drawn. Press Reset to continue.",
    toolarge: "The file is larger than 8 MB. Choose a smaller one.",
    largerun: "The run is larger than 8 MB. Views of texts open it from the folder runs/.",
    preparing: "Preparing the model…",
    waiting: "Many pages compute on this computer. Before yours: {0}.",
    line: "line {0}",
    keys:
      "Keys: Space plays, arrows step, R resets, F freezes, P presenter mode, C code; " +
      ". goes to the next handle, Enter clicks it, G grabs it, Shift and arrows move it",
  },
  fr: {
    play: "Lancer",
    pause: "Pause",
    back: "Pas en arrière",
    step: "Un pas",
    reset: "Recommencer",
    speed: "Vitesse",
    freeze: "Figer en A",
    thaw: "Finir A/B",
    file: "Mon fichier",
    run: "Mon modèle",
    code: "Voir le code",
    presenter: "Présenter",
    stepn: "pas",
    guess: "Devinez d’abord",
    again: "Redeviner",
    discover: "À découvrir",
    controls: "Réglages",
    right: "Oui.",
    wrong: "Pas tout à fait.",
    locked: "répondez à la question pour débloquer",
    close: "Fermer",
    diverged: "Les nombres ne sont plus finis. Voici le dernier pas où ils l’étaient.",
    rewind: "Revenir 20 pas en arrière",
    seed: "Graine",
    frozen: "A, figé",
    live: "B, en direct",
    same: "mêmes réglages",
    lost: "Connexion perdue. Nouvel essai…",
    broken: "Cette image n’a pas pu être dessinée. Appuyez sur Recommencer.",
    toolarge: "Le fichier dépasse 8 Mo. Choisissez-en un plus petit.",
    largerun: "Le dossier dépasse 8 Mo. Les vues de textes l’ouvrent depuis le dossier runs/.",
    preparing: "Préparation du modèle…",
    waiting: "Beaucoup de pages calculent sur cet ordinateur. Avant la vôtre : {0}.",
    line: "ligne {0}",
    keys:
      "Touches : Espace lance, flèches pas à pas, R recommence, F fige, P présente, C code ; " +
      ". va à la poignée suivante, Entrée la clique, G la saisit, Maj et flèches la déplacent",
  },
};

export const fill = (text, ...filled) =>
  filled.reduce((done, item, i) => done.replaceAll(`{${i}}`, item), text);

// The language of the page around an element, or else of the browser: English or French.
export function languageOf(el) {
  const named = el.closest?.("[lang]")?.lang || navigator.language || "en";
  return named.startsWith("fr") ? "fr" : "en";
}

export const kitWords = (language) => WORDS[language];
