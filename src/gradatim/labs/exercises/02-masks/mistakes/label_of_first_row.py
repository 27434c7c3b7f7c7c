"""Every row is read at the label of the first row, as scores[:, labels][:, 0] does; row b has its
own, labels[b].

fr: Chaque ligne est lue à l'étiquette de la première, comme le fait scores[:, labels][:, 0] ; la
ligne b a la sienne, labels[b].
"""


def pick(scores, labels):
    return scores[:, labels][:, 0]
