import math


def output_size(n, k, stride, padding):
    return math.floor((n - k + 2 * padding) / stride) + 1


def correlate(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    return torch.tensor(
        [
            [
                sum(float(x[i + a, j + b] * kernel[a, b]) for a in range(h) for b in range(w))
                for j in range(W - w + 1)
            ]
            for i in range(H - h + 1)
        ]
    )


def convolution(x, weight, bias, stride, padding):
    x = F.pad(x, [padding] * 4)
    outputs = []
    for image in x:
        channels = []
        for kernel, b in zip(weight, bias):
            full = sum(correlate(image[c], kernel[c]) for c in range(len(image)))
            channels.append(full[::stride, ::stride] + b)
        outputs.append(torch.stack(channels))
    return torch.stack(outputs)
