"""A name -> tensors: data sets with checksums, augmentation, tokenizers, batches."""

from gradatim.data.fetch import fetch
from gradatim.data.vision.datasets import load
from gradatim.data.vision.image_set import ImageSet

__all__ = ["ImageSet", "fetch", "load"]
