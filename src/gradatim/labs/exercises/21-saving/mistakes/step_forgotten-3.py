_right = load_checkpoint


def load_checkpoint(model, optimizer, path):
    _right(model, optimizer, path)
    return 1
