"""named_parameters leaves out the buffers: batch norm's running averages are in state_dict.

fr: named_parameters oublie les tampons : les moyennes glissantes de la batch norm sont dans
state_dict.
"""


def load_matching(model, weights):
    own = dict(model.named_parameters())
    fitting = {n: t for n, t in weights.items() if n in own and t.shape == own[n].shape}
    model.load_state_dict(fitting, strict=False)
    return [name for name in own if name not in fitting]
