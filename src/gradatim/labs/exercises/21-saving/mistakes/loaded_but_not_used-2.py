def load(model, path):
    model = torch.load(path, weights_only=True)
