"""The last or the first token of the vocabulary is never drawn: randint(n_vocabulary) gives all,
from 0 to n_vocabulary - 1.

fr: Le dernier ou le premier token du vocabulaire n'est jamais tiré : randint(n_vocabulary) les
donne tous, de 0 à n_vocabulary - 1.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    random = torch.randint(n_vocabulary - 1, tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), random, result)
