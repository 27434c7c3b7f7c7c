def padding_mask(lengths, T):
    return torch.arange(T).expand(len(lengths), T) < lengths.max()
