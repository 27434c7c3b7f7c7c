def choose(tokens, special, p):
    ordinary = torch.ones_like(tokens, dtype=torch.bool)
    for number in special:
        ordinary &= tokens != number
    return ordinary.logical_and(torch.rand(tokens.shape).lt(p))


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    kind = torch.multinomial(torch.tensor([0.8, 0.1, 0.1]), tokens.numel(), replacement=True)
    kind = kind.view(tokens.shape)
    options = torch.stack(
        [torch.full_like(tokens, mask_id), torch.randint_like(tokens, n_vocabulary), tokens]
    )
    return torch.where(chosen, options.gather(0, kind[None])[0], tokens)


def targets(tokens, chosen):
    return tokens * chosen - 100 * (~chosen).long()


def loss(logits, targets):
    return F.cross_entropy(logits.transpose(1, 2), targets)
