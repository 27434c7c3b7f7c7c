"""Every child is called with x itself; the model gives them what comes before.

fr: Chaque enfant est appelé avec x lui-même ; le modèle leur donne ce qui précède.
"""


def activations(model, x):
    return {name: child(x).detach() for name, child in model.named_children()}
