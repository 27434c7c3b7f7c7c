def load_matching(model, weights):
    own = model.state_dict()
    known = {}
    for name, tensor in weights.items():
        if name in own.keys():
            known[name] = tensor
    model.load_state_dict(known, strict=False)
    return [name for name in own if name not in known]
