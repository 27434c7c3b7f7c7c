def padding_mask(lengths, T):
    return (torch.arange(T) < lengths[:, None]).float()
