"""A file that exists is not written again: the older values stay in it.

fr: Un fichier qui existe n'est pas réécrit : il garde les anciennes valeurs.
"""

from pathlib import Path


def save(model, path):
    if not Path(path).exists():
        torch.save(model.state_dict(), path)
