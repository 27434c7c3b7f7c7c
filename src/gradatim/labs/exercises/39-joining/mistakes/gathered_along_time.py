"""Places and classes are mixed, by a transpose or a wrong dim for instance; the classes are the
last axis, dim=2.

fr: Places et classes sont mélangées, par une transposition ou un mauvais dim par exemple ; les
classes sont le dernier axe, dim=2.
"""


def chosen(scores, labels):
    return scores.transpose(1, 2).reshape(scores.shape).gather(2, labels.unsqueeze(2)).squeeze(2)
