def causal_mask(T):
    return torch.ones(T, T).cumsum(1) <= torch.arange(1, T + 1)[:, None]


def padding_mask(lengths, T):
    return lengths.unsqueeze(1) > torch.arange(T).unsqueeze(0)


def masked_weights(scores, mask):
    return (scores + torch.log(mask.float())).softmax(-1)
