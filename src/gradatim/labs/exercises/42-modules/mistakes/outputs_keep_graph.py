"""The outputs keep their graph, and with it the memory of the whole run; detach them.

fr: Les sorties gardent leur graphe, et avec lui la mémoire de toute l'exécution ; appliquez detach.
"""


def activations(model, x):
    outputs = {}

    def keep(name):
        return lambda module, inputs, output: outputs.update({name: output})

    handles = [c.register_forward_hook(keep(n)) for n, c in model.named_children()]
    model(x)
    for handle in handles:
        handle.remove()
    return outputs
