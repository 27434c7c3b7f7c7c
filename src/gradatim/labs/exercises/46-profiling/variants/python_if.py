def balance(x):
    positive = bool(x.sum().item() > 0)
    return x * 2 if positive else x - 1
