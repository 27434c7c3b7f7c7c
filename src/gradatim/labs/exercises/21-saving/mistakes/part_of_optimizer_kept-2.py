"""Of the optimizer only some values are saved; its whole state_dict is needed.

fr: De l'optimiseur, seules quelques valeurs sont sauvegardées ; il faut tout son state_dict.
"""


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    momentum = optimizer.param_groups[0].get("momentum")
    optimizer.load_state_dict(state["optimizer"])
    if momentum is not None:
        optimizer.param_groups[0]["momentum"] = momentum
    return state["step"]
