def correlate(image, k):
    rows, columns = image.shape[0] - k.shape[0] + 1, image.shape[1] - k.shape[1] + 1
    out = torch.zeros(rows, columns)
    for r in range(rows):
        for c in range(columns):
            for p in range(k.shape[0]):
                for q in range(k.shape[1]):
                    out[r, c] += image[r + p, c + q] * k[-1 - p, -1 - q]
    return out
