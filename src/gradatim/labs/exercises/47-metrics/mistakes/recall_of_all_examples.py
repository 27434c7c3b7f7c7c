"""The ill that are found are divided by the number of all examples; recall divides by the ill.

fr: Les malades trouvés sont divisés par le nombre de tous les exemples ; le rappel divise par les
malades.
"""


def threshold(scores, ill, recall):
    for s in scores.sort(descending=True).values.tolist():
        if ((scores >= s) & ill).sum() / len(ill) >= recall:
            return s
    return scores.min().item()
