"""The model gets new parameters (assign=True), and the optimizer still changes the old ones.

fr: Le modèle reçoit de nouveaux paramètres (assign=True), et l'optimiseur change encore les
anciens.
"""


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"], assign=True)
    optimizer.load_state_dict(state["optimizer"])
    return state["step"]
