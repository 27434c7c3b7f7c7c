def output_size(n, k, stride, padding):
    places, start = 0, -padding
    while start + k <= n + padding:
        places, start = places + 1, start + stride
    return places


def correlate(x, kernel):
    h, w = kernel.shape
    H, W = x.shape[0] - h + 1, x.shape[1] - w + 1
    return sum(kernel[a, b] * x[a : a + H, b : b + W] for a in range(h) for b in range(w))


def convolution(x, weight, bias, stride, padding):
    p = padding
    padded = x.new_zeros(x.shape[0], x.shape[1], x.shape[2] + 2 * p, x.shape[3] + 2 * p)
    padded[:, :, p : p + x.shape[2], p : p + x.shape[3]] = x
    h, w = weight.shape[2:]
    H, W = output_size(x.shape[2], h, stride, p), output_size(x.shape[3], w, stride, p)
    y = bias.view(1, -1, 1, 1).expand(len(x), -1, H, W).clone()
    for a in range(h):
        for b in range(w):
            part = padded[:, :, a : a + stride * H : stride, b : b + stride * W : stride][
                :, :, :H, :W
            ]
            y = y + torch.einsum("bchw,oc->bohw", part, weight[:, :, a, b])
    return y
