"""The optimizer's state is not restored: the momentum starts again from zero.

fr: L'état de l'optimiseur n'est pas restauré : l'inertie repart de zéro.
"""


def save_checkpoint(model, optimizer, step, path):
    torch.save({"model": model.state_dict(), "step": step}, path)


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    return state["step"]
