// What the engines say of networks that a visitor brings, in French; see french.js.
export const OF_NETWORKS = [
  ["This view takes no network.", "Cette vue ne prend pas de réseau."],
  [
    "Your network is shown. Reload the page to have the built-in one again.",
    "Votre réseau est montré. Rechargez la page pour retrouver celui de départ.",
  ],
  [
    "Your model is shown; choose another one with the control to remove it.",
    "Votre modèle est montré ; choisissez-en un autre avec le réglage pour l’enlever.",
  ],
  [
    "A program runs on its owner's computer only, in a page opened by the whole address " +
      "that {} printed.",
    "Un programme ne s’exécute que sur l’ordinateur de son propriétaire, dans une page ouverte " +
      "par l’adresse entière que {} a affichée.",
  ],
  [
    "The network uses {}, which the page cannot take over.",
    "Le réseau utilise {}, que la page ne peut pas reprendre.",
  ],
  [
    "The network has {} weights; at most {} are taken.",
    "Le réseau a {} poids ; au plus {} sont acceptés.",
  ],
  [
    "The network takes {} inputs; one is needed.",
    "Le réseau prend {} entrées ; il en faut une seule.",
  ],
  ["The network cannot be read: {}", "Le réseau ne peut pas être lu : {}"],
  ["The network gives no output.", "Le réseau ne donne pas de sortie."],
  [
    "The program makes no network. Write {} at its end, with a torch.nn.Module.",
    "Le programme ne construit pas de réseau. Écrivez {} à la fin, avec un torch.nn.Module.",
  ],
  [
    "The network decides by what it reads, on line {}; the page takes over networks that " +
      "compute the same way for every input.",
    "Le réseau décide selon ce qu’il lit, à la ligne {} ; la page ne reprend que des réseaux qui " +
      "calculent de la même façon pour toute entrée.",
  ],
  // whether it fits the view
  ["model must be a torch.nn.Module, not {}.", "Le réseau doit être un torch.nn.Module, pas {}."],
  [
    "model has these linear layers: {}; each must take what the one before gives, from 2 " +
      "numbers to 2 scores.",
    "Le réseau a ces couches linéaires : {} ; chacune doit prendre ce que donne la précédente, " +
      "de 2 nombres à 2 scores.",
  ],
  [
    "model is too large to be drawn or lacks a bias; at most 4 hidden layers of 8 neurons " +
      "fit, each with its bias.",
    "Le réseau est trop grand pour être dessiné, ou sans biais ; au plus 4 couches cachées de 8 " +
      "neurones, chacune avec son biais.",
  ],
  [
    "model has {} layers with weights; 2 to {} can be drawn.",
    "Le réseau a {} couches à poids ; on peut en dessiner de 2 à {}.",
  ],
  ["model does not take points (B, 2): {}", "Le réseau ne prend pas de points (B, 2) : {}"],
  [
    "model gives {} for 3 points; (3, 2) is needed.",
    "Le réseau donne {} pour 3 points ; il faut (3, 2).",
  ],
  [
    "model has no nn.Conv2d layer; this view shows kernels and feature maps.",
    "Le réseau n’a pas de couche nn.Conv2d ; cette vue montre des noyaux et des cartes.",
  ],
  [
    "The first convolution of model, {}, takes {} channels; the images of {} have 1.",
    "La première convolution du réseau, {}, prend {} canaux ; les images de {} en ont 1.",
  ],
  [
    "model has lazy layers, whose weights have no size yet: call it once on images (B, 1, " +
      "{}, {}) before it is shown.",
    "Le réseau a des couches paresseuses, dont les poids n’ont pas encore de taille : appelez-le " +
      "une fois sur des images (B, 1, {}, {}) avant de le montrer.",
  ],
  [
    "model has {} weights; at most {} fit this view.",
    "Le réseau a {} poids ; au plus {} conviennent à cette vue.",
  ],
  [
    "model does not take images of {}, (B, 1, {}, {}): {}",
    "Le réseau ne prend pas les images de {}, (B, 1, {}, {}) : {}",
  ],
  [
    "model gives {} for 2 images of {}; (2, {}) is needed.",
    "Le réseau donne {} pour 2 images de {} ; il faut (2, {}).",
  ],
  // run folders
  [
    "The folder is empty. Choose the folder of a run.",
    "Le dossier est vide. Choisissez le dossier d’un entraînement.",
  ],
  [
    "{} is not a run folder (no config.json in it): name a folder that {} wrote.",
    "{} n’est pas le dossier d’un entraînement (il n’y a pas de config.json) : il faut un " +
      "dossier écrit par {}.",
  ],
  ["{} has no config.json that can be read.", "{} n’a pas de config.json qui puisse être lu."],
  [
    "{} has no tokenizer.json, so it is no model of a text.",
    "{} n’a pas de tokenizer.json : ce n’est pas un modèle de texte.",
  ],
  ["{} holds a {}; this view shows none.", "{} contient un {} ; cette vue n’en montre pas."],
  ["tokenizer.json of {} cannot be read: {}", "Le tokenizer.json de {} ne peut pas être lu : {}"],
  [
    "A BERT does not write word by word; this view shows models that do.",
    "Un BERT n’écrit pas mot à mot ; cette vue montre des modèles qui le font.",
  ],
];
