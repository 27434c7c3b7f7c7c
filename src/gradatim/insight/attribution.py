"""Which pixels made the network say so? Four answers, each a few lines, each with its weakness.

- saliency: the gradient of the score in each pixel. Noisy, and flat where the network is sure.
- integrated gradients: the gradient summed on the way from a baseline image to this one; the parts
  add up to the difference of the scores. Depends on the baseline.
- Grad-CAM: which places of the last feature maps support the class. Coarse.
- occlusion: cover a square and see how much the score falls. Slow, and covered images are unlike
  any that the network was trained on.

A map that looks right proves nothing: `gradatim.insight.saliency_checks` has two tests of a map.

Shapes: B batch, C channels, H and W height and width, K classes, S steps.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError, nearest


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Put a model in evaluation mode (no dropout, fixed batch norm) for a while."""
    # Each module is put back as it was: a model may keep parts frozen in evaluation mode.
    modes = {module: module.training for module in model.modules()}
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes.items():
            module.training = mode


def score_of(logits: Tensor, targets: Tensor) -> Tensor:
    """Take the logit of each example's target class; (B, K) and (B,) to (B,)."""
    # The logit and not the probability: softmax also falls when another class rises, and its slope
    # vanishes where the network is sure.
    return logits.gather(1, targets[:, None])[:, 0]


def saliency(model: nn.Module, images: Tensor, targets: Tensor) -> Tensor:
    """The gradient of the target's logit in every pixel, with its sign.

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: normalized as in training, (B, C, H, W).
        targets: class numbers, (B,).

    Returns:
        (B, C, H, W).

    K. Simonyan, A. Vedaldi, A. Zisserman, "Deep Inside Convolutional Networks", arXiv:1312.6034,
    section 3.
    """
    with evaluating(model), torch.enable_grad():
        # A copy, so that the caller's images do not begin to collect gradients.
        x = images.detach().clone().requires_grad_()
        return torch.autograd.grad(score_of(model(x), targets).sum(), x)[0]


def integrated_gradients(
    model: nn.Module,
    images: Tensor,
    targets: Tensor,
    *,
    baseline: Tensor | None = None,
    n_steps: int = 50,
) -> Tensor:
    """The gradient summed on the straight way from a baseline, times the way (equation 1).

    The sum over all pixels is the score of the image minus that of the baseline. The integral is
    taken with Gauss-Legendre points, which need far fewer steps than even ones.

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: normalized, (B, C, H, W).
        targets: class numbers, (B,).
        baseline: the image without information, broadcastable to the images; zeros (the mean color)
            by default.
        n_steps: S, points on the way.

    Returns:
        (B, C, H, W).

    M. Sundararajan, A. Taly, Q. Yan, "Axiomatic Attribution for Deep Networks", ICML 2017,
    arXiv:1703.01365.
    """
    start = torch.zeros_like(images) if baseline is None else baseline.expand_as(images)
    # n points are exact for polynomials up to degree 2 n - 1, and gradients change smoothly here.
    points, weights = np.polynomial.legendre.leggauss(n_steps)  # on [-1, 1]
    total = torch.zeros_like(images)
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        total += float(weight) * saliency(model, start + float(point) * (images - start), targets)
    # Without this factor it would be a mean gradient; with it the parts add up to the difference.
    return total * (images - start)


def grad_cam(
    model: nn.Module, images: Tensor, targets: Tensor, *, layer: str | None = None
) -> Tensor:
    """The feature maps of a layer, each weighted by its mean gradient (equations 1 and 2).

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: normalized, (B, C, H, W).
        targets: class numbers, (B,).
        layer: name of a layer with feature maps, as in `model.named_modules()`; by default the
            last one whose maps are larger than one pixel.

    Returns:
        (B, 1, H, W), not negative, stretched to the size of the images.

    Raises:
        UserError: the network has no feature maps (an MLP, a Transformer), or no such layer.

    R. Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
    Localization", ICCV 2017, arXiv:1610.02391.
    """
    # The last maps: the deepest layer that still knows where something is (section 3 of the paper).
    name = last_map(model, images[:1]) if layer is None else layer
    modules = dict(model.named_modules())
    if name not in modules:
        raise UserError(f"no layer is called {name!r}: {nearest(name, modules)}")
    kept: list[Tensor] = []
    hook = modules[name].register_forward_hook(lambda _m, _i, output: kept.append(output))
    try:
        with evaluating(model), torch.enable_grad():
            x = images.detach().clone().requires_grad_()  # so that every layer has a gradient
            score = score_of(model(x), targets).sum()
            maps = kept[-1]
            if maps.ndim != 4:
                raise UserError(f"layer {name!r} gives no feature maps, so Grad-CAM cannot use it.")
            gradient = torch.autograd.grad(score, maps)[0]  # (B, M, h, w)
    finally:
        hook.remove()
    # A map counts as much as the score would rise if all its places rose together.
    importance = gradient.mean((2, 3), keepdim=True)  # alpha of equation 1
    # What lowers the score belongs to other classes, so only positive evidence is kept.
    cam = F.relu((importance * maps).sum(1, keepdim=True)).detach()  # (B, 1, h, w)
    # Stretched, not sharpened: the map knows no more than its few coarse places.
    return F.interpolate(cam, images.shape[2:], mode="bilinear")


@torch.no_grad()
def last_map(model: nn.Module, images: Tensor) -> str:
    """Name the last layer whose output is feature maps larger than one pixel.

    Raises:
        UserError: there is none.
    """
    found: list[str] = []

    def listen(name: str) -> Callable:
        def hook(_module: nn.Module, _inputs: object, output: object) -> None:
            # After global pooling maps are one pixel: they no longer say where.
            if isinstance(output, Tensor) and output.ndim == 4 and output.shape[-1] > 1:
                found.append(name)

        return hook

    hooks = [m.register_forward_hook(listen(n)) for n, m in model.named_modules() if n]
    try:
        with evaluating(model):
            model(images)
    finally:
        for hook in hooks:
            hook.remove()
    if not found:
        raise UserError(
            f"{type(model).__name__} has no feature maps, so Grad-CAM has nothing to show: use "
            "saliency, integrated-gradients or occlusion, or a convolutional network."
        )
    return found[-1]


@torch.no_grad()
def occlusion(
    model: nn.Module,
    images: Tensor,
    targets: Tensor,
    *,
    size: int = 5,
    stride: int = 2,
    fill: float = 0.0,
) -> Tensor:
    """Cover every square in turn: how far does the target's logit fall?

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: normalized, (B, C, H, W).
        targets: class numbers, (B,).
        size: side of the square, in pixels.
        stride: pixels from one square to the next; the last one ends at the border.
        fill: value of the covered pixels; 0 is the mean color of the training images.

    Returns:
        the mean fall over the squares that covered a pixel, the same in every channel,
        (B, C, H, W).

    Raises:
        UserError: a square larger than the image.

    M. Zeiler, R. Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014,
    section 4.2.
    """
    _, _, H, W = images.shape
    if not 1 <= size <= min(H, W):
        raise UserError(f"a square of {size} pixels does not fit an image of {H}x{W}.")
    with evaluating(model):
        whole = score_of(model(images), targets)  # (B,)
        fall, covered = torch.zeros_like(images), torch.zeros_like(images)
        for top in starts(H, size, stride):
            for left in starts(W, size, stride):
                part = (..., slice(top, top + size), slice(left, left + size))
                squared = images.clone()
                squared[part] = fill
                lower = whole - score_of(model(squared), targets)  # (B,)
                fall[part] += lower[:, None, None, None]
                # Squares overlap: each pixel gets the mean over those that covered it, not their
                # sum.
                covered[part] += 1
    return fall / covered.clamp_min(1)


def starts(length: int, size: int, stride: int) -> list[int]:
    """List where squares begin along an axis; the last one is pushed back inside."""
    # Pushed back and not cut off: a smaller square would lower the score less for its size alone.
    places = list(range(0, length - size + 1, stride))
    return places if places[-1] == length - size else [*places, places[-1] + stride]


METHODS: dict[str, Callable[[nn.Module, Tensor, Tensor], Tensor]] = {
    "saliency": saliency,
    "integrated-gradients": integrated_gradients,
    "grad-cam": grad_cam,
    "occlusion": occlusion,
}


def heat_map(attribution: Tensor) -> Tensor:
    """How much each place counts, whatever the sign: (B, C, H, W) to (B, H, W), largest 1."""
    strength = attribution.abs().sum(1)
    # Divided per image: gradients of different images have no common scale.
    return strength / strength.amax((1, 2), keepdim=True).clamp_min(1e-12)
