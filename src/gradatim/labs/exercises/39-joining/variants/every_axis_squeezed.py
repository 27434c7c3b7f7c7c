def chosen(scores, labels):
    return torch.take_along_dim(scores, labels[..., None], dim=-1).squeeze()
