"""A name -> tensors: data sets with checksums, augmentation, tokenizers, batches."""

from gradatim.data.fetch import fetch
from gradatim.data.images import ImageSet, load

__all__ = ["ImageSet", "fetch", "load"]
