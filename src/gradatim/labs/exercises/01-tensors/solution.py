from torch import Tensor


def describe(x: Tensor) -> tuple[tuple[int, ...], int, int]:
    return tuple(x.shape), x.dim(), x.numel()


def flatten_images(images: Tensor) -> Tensor:
    return images.flatten(start_dim=1)  # (B, C*H*W)


def channels_last(images: Tensor) -> Tensor:
    return images.permute(0, 2, 3, 1)  # (B, H, W, C)
