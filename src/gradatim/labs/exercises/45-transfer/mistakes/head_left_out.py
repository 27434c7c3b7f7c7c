"""Everything of the head is left out, though it fits where the classes are as many.

fr: Toute la tête est laissée de côté, alors qu'elle convient quand il y a autant de classes.
"""


def load_matching(model, weights):
    own = model.state_dict()
    fitting = {
        n: t
        for n, t in weights.items()
        if n in own and t.shape == own[n].shape and not n.startswith("head")
    }
    model.load_state_dict(fitting, strict=False)
    return [name for name in own if name not in fitting]
