"""Linear models of counted words: the one beside the encoder, and the one it is compared with.

In a file of their own, since scikit-learn takes a second to import.

Shapes: K classes, N places of counted words.
"""

from typing import Any

import numpy as np
import torch
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from gradatim.data.language.labeled_batches import AT_ONCE, Rows, as_batch
from gradatim.data.language.labeled_texts import LabeledTexts
from gradatim.errors import UserError
from gradatim.models.language.text_classifier import WordCounts

STRENGTH = 10.0  # of the one beside the encoder: the inverse of its weight decay
MOST_ITERATIONS = 1000


def count_words(counted: WordCounts, rows: Rows, n_classes: int) -> None:
    """Solve for the linear model of the training texts.

    Args:
        counted: gets it.
        rows: training texts.
        n_classes: K.
    """
    n_with = torch.from_numpy(np.asarray(_features(counted, rows).astype(bool).sum(0)).ravel())
    counted.rarity.copy_(((1 + len(rows)) / (1 + n_with)).log() + 1)  # (N,)
    solver = LogisticRegression(C=STRENGTH, max_iter=MOST_ITERATIONS)
    solver.fit(_features(counted, rows), [label for _, label in rows])
    weight, bias = (torch.from_numpy(found).float() for found in (solver.coef_, solver.intercept_))
    if n_classes == 2:  # one row there: of the second class against the first
        weight, bias = torch.cat([-weight, weight]) / 2, torch.cat([-bias, bias]) / 2
    counted.weight.copy_(weight.T)
    counted.bias.copy_(bias)


def _features(counted: WordCounts, rows: Rows) -> Any:
    """What is counted in every text, mostly zeros, (texts, N)."""
    parts = []
    for i in range(0, len(rows), AT_ONCE):
        tokens, mask, _ = as_batch(rows[i : i + AT_ONCE])
        parts.append(csr_matrix(counted.features(tokens, mask).numpy()))
    return vstack(parts).tocsr()


def counted_answers(texts: LabeledTexts) -> np.ndarray:
    """What TF-IDF and logistic regression, with their defaults, answer for the test texts.

    Raises:
        UserError: they find no words.
    """
    usual = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=MOST_ITERATIONS))
    words, labels = zip(*texts.parts["train"], *texts.parts["validation"], strict=True)
    try:
        usual.fit(words, labels)
    except ValueError as error:  # texts of signs that it takes for no words
        raise UserError(f"TF-IDF finds no words in these texts ({error}).") from error
    return usual.predict([text for text, _ in texts.parts["test"]])
