"""A hook gets the module, its inputs, then its output: the inputs are kept.

fr: Un hook reçoit le module, ses entrées, puis sa sortie : ce sont les entrées qui sont gardées.
"""


def activations(model, x):
    outputs = {}

    def keep(name):
        return lambda module, inputs, output: outputs.update({name: inputs[0].detach()})

    handles = [c.register_forward_hook(keep(n)) for n, c in model.named_children()]
    model(x)
    for handle in handles:
        handle.remove()
    return outputs
