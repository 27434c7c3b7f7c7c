"""The division has decimals (/); the result is a whole number: //.

fr: La division a des décimales (/) ; le résultat est entier : //.
"""


def output_size(n, k, stride, padding):
    return (n + 2 * padding - k) / stride + 1
