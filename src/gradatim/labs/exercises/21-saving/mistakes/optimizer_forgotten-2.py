def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    for own, group in zip(optimizer.param_groups, state["optimizer"]["param_groups"]):
        own.update({key: value for key, value in group.items() if key != "params"})
    return state["step"]
