"""A name -> tensors: data sets with checksums, augmentation, tokenizers, batches.

    from gradatim.data import load

    images = load("mnist", "train")  # images.images (60000, 1, 28, 28), images.labels (60000,)

Importing this package imports nothing; a name brings its own file when it is used.
"""

from typing import TYPE_CHECKING

from gradatim.lazy import lazy_names

if TYPE_CHECKING:
    from gradatim.data.download import fetch
    from gradatim.data.vision.datasets import load
    from gradatim.data.vision.image_set import ImageSet

__all__ = ["ImageSet", "fetch", "load"]

if not TYPE_CHECKING:  # to a type checker it would mean that every name is there
    __getattr__ = lazy_names(
        __name__,
        {"fetch": "download", "load": "vision.datasets", "ImageSet": "vision.image_set"},
    )


def __dir__() -> list[str]:
    return __all__
