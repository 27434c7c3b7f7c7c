"""load_checkpoint does not return the step.

fr: load_checkpoint ne renvoie pas le pas.
"""


def load_checkpoint(model, optimizer, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
