def save(model, path):
    tensors = model.state_dict()
    torch.save([list(tensors), list(tensors.values())], path)


def load(model, path):
    names, values = torch.load(path, weights_only=True, map_location="cpu")
    model.load_state_dict(dict(zip(names, values)))
