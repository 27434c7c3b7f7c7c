"""Where two scores are the largest of their row, only one of them is counted in the sum.

fr: Quand deux scores sont les plus grands de leur ligne, un seul compte dans la somme.
"""


def log_sum_exp(z):
    m = z.max(dim=1, keepdim=True).values
    others = torch.where(z == m, 0.0, torch.exp(z - m))
    return m[:, 0] + torch.log1p(others.sum(dim=1))
