"""The optimizer itself is pickled, code included; save its state_dict, as for the model.

fr: L'optimiseur lui-même est sérialisé, code compris ; enregistrez son state_dict, comme pour le
modèle.
"""


def save_checkpoint(model, optimizer, step, path):
    torch.save({"model": model.state_dict(), "optimizer": optimizer, "step": step}, path)


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=False)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"].state_dict())
    return state["step"]
