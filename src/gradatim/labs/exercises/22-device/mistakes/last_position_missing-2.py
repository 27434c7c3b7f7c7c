def positions(tokens):
    return torch.arange(tokens.shape[1] + 1, device=tokens.device)
