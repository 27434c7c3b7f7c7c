"""A file that exists is not written again: the older values stay in it.

fr: Un fichier qui existe n'est pas réécrit : il garde les anciennes valeurs.
"""

from pathlib import Path


def save_checkpoint(model, optimizer, step, path):
    if not Path(path).exists():
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save({**state, "step": step}, path)
