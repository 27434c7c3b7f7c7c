"""A forbidden action that was drawn is replaced by the next legal one, which so comes more often:
draw from the legal ones only.

fr: Une action interdite tirée est remplacée par la suivante permise, qui vient donc plus
souvent : ne tirez que parmi les permises.
"""

import torch


def choose(q, legal, epsilon):
    chosen = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    n_actions = q.shape[1]
    for row in (torch.rand(len(q)) < epsilon).nonzero()[:, 0].tolist():
        action = int(torch.randint(n_actions, ()))
        while not legal[row, action]:
            action = (action + 1) % n_actions
        chosen[row] = action
    return chosen
