"""The optimizer keeps its own learning rate; its state_dict holds the saved one.

fr: L'optimiseur garde son propre pas d'apprentissage ; son state_dict contient celui qui est
sauvé.
"""

_right = load_checkpoint


def load_checkpoint(model, optimizer, path):
    rate = optimizer.param_groups[0]["lr"]
    step = _right(model, optimizer, path)
    optimizer.param_groups[0]["lr"] = rate
    return step
