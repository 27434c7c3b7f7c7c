def choose(tokens, special, p):
    return (torch.rand(tokens.shape) < p) & (tokens != special[-1])
