"""Only x is shuffled; y keeps its order, so every example gets another label.

fr: Seul x est mélangé ; y garde son ordre, donc chaque exemple reçoit une autre étiquette.
"""


def shuffled(x, y, seed):
    return x[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))], y
