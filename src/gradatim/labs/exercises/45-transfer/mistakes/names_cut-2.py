def load_matching(model, weights):
    own = model.state_dict()
    fitting = {}
    for name in own:
        for other, tensor in weights.items():
            if other.endswith(name) and tensor.shape == own[name].shape:
                fitting[name] = tensor
    model.load_state_dict(fitting, strict=False)
    return [name for name in own if name not in fitting]
