def as_batch(images):
    batch = images[0]
    for image in images[1:]:
        batch = torch.concat((batch, image), dim=0)
    return batch
