"""load_state_dict stops at a tensor of another shape, also with strict=False: choose by shape
first.

fr: load_state_dict s'arrête à un tenseur d'une autre forme, même avec strict=False : choisissez
d'abord selon la forme.
"""


def load_matching(model, weights):
    result = model.load_state_dict(weights, strict=False)
    return result.missing_keys
