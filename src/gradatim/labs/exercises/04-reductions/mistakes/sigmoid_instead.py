"""A sigmoid judges each score by itself; with a softmax each row sums to 1.

fr: Une sigmoïde juge chaque score à part ; avec un softmax chaque ligne somme à 1.
"""


def softmax(logits):
    return torch.sigmoid(logits)
