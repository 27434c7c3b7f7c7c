"""The file holds what weights_only=True refuses: the whole model, or NumPy arrays for tensors; save
its state_dict as it is.

fr: Le fichier contient ce que weights_only=True refuse : le modèle entier, ou des tableaux NumPy à
la place des tenseurs ; sauvegardez son state_dict tel quel.
"""


def save(model, path):
    torch.save(model, path)


def load(model, path):
    model.load_state_dict(torch.load(path, weights_only=False).state_dict())
