def save_checkpoint(model, optimizer, step, path):
    torch.save({"model": model, "optimizer": optimizer.state_dict(), "step": step}, path)


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=False)
    model.load_state_dict(state["model"].state_dict())
    optimizer.load_state_dict(state["optimizer"])
    return state["step"]
