"""A fixed file name is used instead of the path that is given.

fr: Un nom de fichier fixe est utilisé au lieu du chemin donné.
"""


def save(model, path):
    torch.save(model.state_dict(), "model.pt")


def load(model, path):
    model.load_state_dict(torch.load("model.pt", weights_only=True))
