"""The last or the first token of the vocabulary is never drawn: randint excludes its end, so
randint(n_vocabulary) gives all.

fr: Le dernier ou le premier token du vocabulaire n'est jamais tiré : randint exclut sa fin, donc
randint(n_vocabulary) les donne tous.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    random = torch.randint(n_vocabulary - 1, tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), random, result)
