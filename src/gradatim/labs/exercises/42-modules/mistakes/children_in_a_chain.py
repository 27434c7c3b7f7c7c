"""The children are called one after the other, as in nn.Sequential; the model's forward may use
them otherwise.

fr: Les enfants sont appelés l'un après l'autre, comme dans nn.Sequential ; le forward du modèle
peut s'en servir autrement.
"""


def activations(model, x):
    outputs = {}
    for name, child in model.named_children():
        x = child(x)
        outputs[name] = x.detach()
    return outputs
