def one_hot(labels, n_classes):
    zeros = torch.zeros((len(labels), n_classes), dtype=torch.int64)
    zeros[torch.arange(len(labels)), labels] = 1
    return zeros
