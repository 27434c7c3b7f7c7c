"""RoBERTa: a BERT trained longer, whose table of positions begins at row 2; CamemBERT in French.

Sources: Liu et al. 2019, "RoBERTa: a robustly optimized BERT pretraining approach"; Martin et al.
2020, "CamemBERT: a tasty French language model".
"""

from gradatim.models.language.bert import BERT, BERTEncoder


class RoBERTaEncoder(BERTEncoder):
    """Tokens (B, T) -> what the last layer knows at every place (B, T, C)."""

    first_position = 2  # the rows before it stood for padding in the code that trained it


class RoBERTa(BERT):
    """Tokens (B, T) -> scores of the word at every place (B, T, V)."""

    first_position = 2
