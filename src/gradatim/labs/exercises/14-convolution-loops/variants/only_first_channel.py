def convolution(images, kernels, shifts, stride, padding):
    images = F.pad(images, [padding] * 4)
    h, w = kernels.shape[2:]
    maps = []
    for image in images:
        channels = []
        for kernel, shift in zip(kernels, shifts):
            full = correlate(image[0], kernel[0])
            channels.append(full[::stride, ::stride] + shift)
        maps.append(torch.stack(channels))
    return torch.stack(maps)
