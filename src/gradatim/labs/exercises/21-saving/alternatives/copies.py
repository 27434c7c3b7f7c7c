def save(model, path):
    with open(path, "wb") as file:
        torch.save({name: tensor.clone() for name, tensor in model.state_dict().items()}, file)


def load(model, path):
    with open(path, "rb") as file:
        saved = torch.load(file, weights_only=True)
    for name, tensor in model.state_dict().items():
        tensor.copy_(saved[name])
