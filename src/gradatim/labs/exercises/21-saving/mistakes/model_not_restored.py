"""Only the optimizer is restored; the model keeps its own values.

fr: Seul l'optimiseur est restauré ; le modèle garde ses propres valeurs.
"""


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=True)
    optimizer.load_state_dict(state["optimizer"])
    return state["step"]
