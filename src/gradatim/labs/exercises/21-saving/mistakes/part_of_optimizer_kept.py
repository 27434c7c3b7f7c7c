"""Of the optimizer only some values are saved; its whole state_dict is needed.

fr: De l'optimiseur, seules quelques valeurs sont sauvegardées ; il faut tout son state_dict.
"""


def save_checkpoint(model, optimizer, step, path):
    buffers = [state.get("momentum_buffer") for state in optimizer.state.values()]
    rate = optimizer.param_groups[0]["lr"]
    torch.save({"model": model.state_dict(), "v": buffers, "rate": rate, "step": step}, path)


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    for group in optimizer.param_groups:
        group["lr"] = state["rate"]
        for parameter, buffer in zip(group["params"], state["v"]):
            optimizer.state[parameter]["momentum_buffer"] = buffer
    return state["step"]
