"""20 % of the chosen tokens stay and none becomes a random one; 10 % should be random.

fr: 20 % des tokens choisis restent et aucun ne devient un token au hasard ; il en faut 10 %.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    return torch.where(chosen & (torch.rand(tokens.shape) < 0.8), mask_id, tokens)
