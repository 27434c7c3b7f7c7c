"""Texts to tokens by a tokenizer of others: where it fails, one sentence says at which text."""

from collections.abc import Sequence

from tokenizers import Encoding, Tokenizer

from gradatim.errors import UserError, is_failure


def encoded(tokenizer: Tokenizer, text: str, *, specials: bool = True) -> Encoding:
    """What a tokenizer makes of a text.

    Args:
        tokenizer: any tokenizer.
        text: what is to be cut.
        specials: put its special tokens around the text.

    Raises:
        UserError: it fails, as where it lacks the token for unknown words that it names.
    """
    try:
        return tokenizer.encode(text, add_special_tokens=specials)
    except BaseException as error:
        if not is_failure(error):
            raise
        raise UserError(
            f"the tokenizer of this model cannot cut {text[:40]!r} ({error}): its file is "
            "damaged or incomplete, so download it again."
        ) from None


def encoded_batch(
    tokenizer: Tokenizer, texts: Sequence[str], *, specials: bool = True
) -> list[Encoding]:
    """What a tokenizer makes of many texts, without their places in the text; see `encoded`."""
    try:
        return tokenizer.encode_batch_fast(list(texts), add_special_tokens=specials)
    except BaseException as error:
        if not is_failure(error):
            raise
        # One after another: the sentence names the text that cannot be cut.
        return [encoded(tokenizer, text, specials=specials) for text in texts]
