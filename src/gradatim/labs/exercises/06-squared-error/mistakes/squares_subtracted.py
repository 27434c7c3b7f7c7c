"""The squares are subtracted, p² - t²; the difference is to be squared, (p - t)².

fr: Les carrés sont soustraits, p² - t² ; c'est la différence qui se met au carré, (p - t)².
"""


def squared_error(prediction, target):
    return (prediction**2 - target**2).mean()
