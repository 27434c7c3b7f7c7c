"""Creating tensors, NumPy arrays, views and copies."""

import numpy as np
import torch
from torch import Tensor

from gradatim.labs.grading.spec import Check, whole


def ends(generator):
    yield from ((0, 1, 2), (0, 2, 5), (-1, 2, 4), (3.0, 1.0, 3), (5, 9, 2), (0.25, 0.75, 3))
    # Steps that no float holds exactly, up and down.
    yield from ((0, 1, n) for n in (4, 6, 7, 8, 11, 14, 50, 101))
    yield from ((0.3, -0.7, 11), (1, 0.1, 10), (-0.5, 2.2, 28), (2.5, 2.5, 3))


def ramp(start, stop, n):
    return torch.tensor([start + (stop - start) * i / (n - 1) for i in range(n)])


def photos(generator):
    for shape, axis in (  # along which the array is flipped
        ((1, 1, 2, 1), None),
        ((1, 1, 2, 3), None),
        ((2, 3, 1, 3), None),
        ((1, 2, 2, 3), 2),
        ((2, 3, 4, 1), 2),
        ((1, 3, 2, 3), 1),
        ((2, 1, 3, 4), 3),
        ((3, 2, 1, 2), 0),
    ):
        numbers = torch.randint(0, 256, shape, generator=generator, dtype=torch.uint8)
        largest = 200 if shape[0] > 1 else 255  # not every image has a white pixel
        numbers.clamp_(max=largest).view(-1)[:2] = torch.tensor([0, largest])
        yield numbers.numpy(), axis


def convert(to_images, array, axis):
    return to_images(array if axis is None else np.flip(array, axis))


def to_images(array, axis):
    N, H, W, C = array.shape
    photos = array if axis is None else np.flip(array, axis)
    images = torch.empty(N, C, H, W)
    for n, h, w, c in torch.cartesian_prod(*map(torch.arange, array.shape)).view(-1, 4).tolist():
        images[n, c, h, w] = int(photos[n, h, w, c]) / 255
    return images


def rows(generator):
    for n, size, every in ((3, 2, 1), (4, 1, 1), (5, 3, 1), (4, 4, 1), (5, 2, 2), (1, 1, 3)):
        yield whole(generator, n * every)[::every], size
    # Views that begin later in their storage.
    yield whole(generator, 7)[2:], 3
    yield whole(generator, 8)[1::2], 2


def slide(windows, x, size):
    found = windows(x, size)
    if not isinstance(found, Tensor):
        return found
    numbers = found.clone()
    x.fill_(100)
    return {"rows": numbers, "rows after x.fill_(100)": found}


def sliding(x, size):
    numbers = torch.stack([x[i : i + size].clone() for i in range(len(x) - size + 1)])
    return {"rows": numbers, "rows after x.fill_(100)": torch.full_like(numbers, 100)}


def elements(generator):
    x = torch.arange(24.0) % 3  # equal numbers at several places
    yield x, (5,)
    yield x[3:], (2,)
    yield x.view(4, 6), (2, 1)
    yield (x + 1).view(4, 6).T, (2, 1)
    yield (x + 2).view(4, 6)[1:, ::2], (1, 2)
    yield (x + 3).view(2, 3, 4).permute(2, 0, 1)[1:], (2, 1, 0)
    # Elements of other sizes, and four axes.
    yield (torch.arange(24) % 3).view(4, 6)[1:], (1, 4)
    yield (torch.arange(24, dtype=torch.uint8) % 5)[4:].view(4, 5).T, (3, 2)
    yield (x.double() + 4).view(2, 3, 2, 2)[:, 1:], (1, 1, 0, 1)


def position(x, index):
    return x[index].storage_offset()


PAIRS = {
    "x and x": lambda x: (x, x),
    "x and x.clone()": lambda x: (x, x.clone()),
    "x and x.T": lambda x: (x, x.T),
    "x and x[1:]": lambda x: (x, x[1:]),
    "x[0] and x[1]": lambda x: (x[0], x[1]),
    "x[1:] and x": lambda x: (x[1:], x),
    "x and x.T.reshape(6)": lambda x: (x, x.T.reshape(6)),
    "x and x.view(6)[4:]": lambda x: (x, x.view(6)[4:]),
    "x and x.detach()": lambda x: (x, x.detach()),
    "x and x[[0, 1]]": lambda x: (x, x[[0, 1]]),
    "two of one value": lambda x: (torch.zeros(2), torch.zeros(2)),
    "x and a tensor from x.numpy()": lambda x: (x, torch.from_numpy(x.numpy())),
    "x.numpy() as a tensor, then [1], and x": lambda x: (torch.from_numpy(x.numpy())[1], x),
    "y[0] and y[1] of y = x.double()": lambda x: x.double().unbind(),
    "p, which requires a gradient, and p.detach()[1]": lambda x: (
        x.requires_grad_(),
        x.detach()[1],
    ),
}
SHARED = {
    "x and x",
    "x and x.T",
    "x and x[1:]",
    "x[0] and x[1]",
    "x[1:] and x",
    "x and x.view(6)[4:]",
    "x and x.detach()",
    "x and a tensor from x.numpy()",
    "x.numpy() as a tensor, then [1], and x",
    "y[0] and y[1] of y = x.double()",
    "p, which requires a gradient, and p.detach()[1]",
}


def ask(same_storage, pair):
    return same_storage(*PAIRS[pair](torch.arange(6.0).view(2, 3)))


def same_storage(pair):
    return pair in SHARED


CHECKS = [
    Check(name="ramp", inputs=ends, expected=ramp),
    Check(name="to_images", inputs=photos, run=convert, expected=to_images),
    Check(
        name="windows",
        inputs=rows,
        run=slide,
        expected=sliding,
        in_place=True,
        french={"rows": "lignes", "rows after x.fill_(100)": "lignes après x.fill_(100)"},
    ),
    Check(name="position", inputs=elements, expected=position, python_numbers=True),
    Check(
        name="same_storage",
        inputs=lambda generator: [(pair,) for pair in PAIRS],
        run=ask,
        expected=same_storage,
    ),
]
