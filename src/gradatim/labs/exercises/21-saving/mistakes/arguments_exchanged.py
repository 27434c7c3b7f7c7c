"""torch.save takes the object first and the path second.

fr: torch.save prend d'abord l'objet, puis le chemin.
"""


def save(model, path):
    torch.save(path, model.state_dict())
