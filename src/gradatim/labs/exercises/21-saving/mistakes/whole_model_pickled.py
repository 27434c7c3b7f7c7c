"""The whole model is pickled, code included; save its state_dict.

fr: Le modèle entier est mis en pickle, code compris ; sauvegardez son state_dict.
"""


def save(model, path):
    torch.save(model, path)


def load(model, path):
    model.load_state_dict(torch.load(path, weights_only=False).state_dict())
