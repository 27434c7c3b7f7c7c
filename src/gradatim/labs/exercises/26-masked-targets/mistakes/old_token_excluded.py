"""The random token is never the old one; it is drawn from the whole vocabulary.

fr: Le token au hasard n'est jamais l'ancien ; il est tiré dans tout le vocabulaire.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    other = (tokens + torch.randint(1, n_vocabulary, tokens.shape)) % n_vocabulary
    changed = torch.where(u < 0.8, mask_id, torch.where(u < 0.9, other, tokens))
    return torch.where(chosen, changed, tokens)
