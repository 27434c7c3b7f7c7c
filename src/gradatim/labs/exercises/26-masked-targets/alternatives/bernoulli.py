def choose(tokens, special, p):
    chances = torch.full(tokens.shape, p)
    for number in special:
        chances[tokens == number] = 0.0
    return torch.bernoulli(chances).bool()


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    result = tokens.clone()
    masked = chosen & (torch.rand(tokens.shape) < 0.8)
    result[masked] = mask_id
    random = chosen & ~masked & (torch.rand(tokens.shape) < 0.5)
    result[random] = torch.randint(n_vocabulary, (int(random.sum()),))
    return result


def targets(tokens, chosen):
    result = torch.full_like(tokens, -100)
    result[chosen] = tokens[chosen]
    return result


def loss(logits, targets):
    places = targets != -100
    return F.cross_entropy(logits[places], targets[places])
