def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    random = torch.randint(1, n_vocabulary, tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), random, result)
