def save_checkpoint(model, optimizer, step, path):
    torch.save((model, optimizer, step), path)


def load_checkpoint(model, optimizer, path):
    saved, other, step = torch.load(path, weights_only=False)
    model.load_state_dict(saved.state_dict())
    optimizer.load_state_dict(other.state_dict())
    return step
