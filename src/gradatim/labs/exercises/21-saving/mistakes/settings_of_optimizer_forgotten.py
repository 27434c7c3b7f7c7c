"""Of the optimizer's state_dict only `state` is saved, without `param_groups`: learning rate and momentum are lost.

fr: Du state_dict de l'optimiseur, seul `state` est enregistré, sans `param_groups` : le taux d'apprentissage et le momentum sont perdus.
"""


def save_checkpoint(model, optimizer, step, path):
    state = optimizer.state_dict()["state"]
    torch.save({"model": model.state_dict(), "optimizer": state, "step": step}, path)


def load_checkpoint(model, optimizer, path):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": saved["optimizer"], "param_groups": groups})
    return saved["step"]
