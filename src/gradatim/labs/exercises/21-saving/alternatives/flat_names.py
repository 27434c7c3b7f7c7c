def save_checkpoint(model, optimizer, step, path):
    saved = {f"model.{name}": tensor for name, tensor in model.state_dict().items()}
    saved["optimizer"], saved["step"] = optimizer.state_dict(), torch.tensor(step)
    torch.save(saved, path)


def load_checkpoint(model, optimizer, path):
    saved = torch.load(path, weights_only=True)
    optimizer.load_state_dict(saved.pop("optimizer"))
    step = saved.pop("step").item()
    model.load_state_dict({name.removeprefix("model."): tensor for name, tensor in saved.items()})
    return step
