"""The maxima are stretched over the whole image: where a row or column is left out, blocks no
longer lie on their places.

fr: Les maxima sont étirés sur toute l'image : si une ligne ou une colonne est laissée de côté, les
blocs ne sont plus à leur place.
"""


def max_pool_backward(dy, x):
    size = x.shape[2:]
    rows, columns = (torch.arange(n) * m // n for n, m in zip(size, dy.shape[2:]))
    top = max_pool(x)[:, :, rows][:, :, :, columns]
    return dy[:, :, rows][:, :, :, columns] * (x == top)
