"""The optimizer keeps its own learning rate; its state_dict holds the saved one.

fr: L'optimiseur garde son propre taux d'apprentissage ; son state_dict contient celui qui est
enregistré.
"""

_right = load_checkpoint


def load_checkpoint(model, optimizer, path):
    rate = optimizer.param_groups[0]["lr"]
    step = _right(model, optimizer, path)
    optimizer.param_groups[0]["lr"] = rate
    return step
