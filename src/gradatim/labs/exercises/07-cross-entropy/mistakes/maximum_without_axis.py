"""The maxima have shape (B,), so they are aligned with the classes: give them an axis, m[:, None].

fr: Les maximums ont la forme (B,), donc ils s'alignent sur les classes : donnez-leur un axe, m[:,
None].
"""


def log_sum_exp(z):
    m = z.max(dim=1).values
    return m + torch.exp(z - m).sum(dim=1).log()
