"""The labels index the rows and the rows index the columns: scores[row, label] is asked for.

fr: Les étiquettes indexent les lignes, et les lignes les colonnes : il faut scores[ligne,
étiquette].
"""


def pick(scores, labels):
    return scores[labels, torch.arange(len(labels))]
