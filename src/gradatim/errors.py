"""Errors for the person who caused them: one sentence that says what was wrong and what to do."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # takes a while to load, and every command loads this file
    from tokenizers import Encoding, Tokenizer

# What other libraries and papers call our options; words that resemble ours need no line here.
SYNONYMS = {
    "learning_rate": "lr eta alpha step_size",
    "weight_decay": "l2 regularization",
    "batch_size": "batch minibatch per_device_train_batch_size",
    "grad_accum_steps": "gradient_accumulation_steps accumulate accumulation",
    "grad_clip": "clip max_grad_norm clip_norm gradient_clip_val",
    "ema_decay": "ema polyak",
    "epochs": "passes",
    "steps": "iterations iters max_iters",
    "optimizer": "optim opt solver",
    "schedule": "lr_schedule lr_scheduler scheduler",
    "warmup": "warm_up",
    "patience": "early_stopping",
    "evaluate_every": "eval_every eval_interval eval_steps log_every",
    "val_fraction": "validation_split validation_fraction hold_out valid",
    "threads": "workers jobs num_workers n_jobs",
    "n_layers": "layers num_hidden_layers depth",
    "n_heads": "heads num_attention_heads",
    "width": "d_model n_embd hidden_size embed_dim channels units",
    "hidden": "hidden_size units neurons",
    "context": "block_size seq_len seq_length max_length n_ctx",
    "vocabulary": "vocab vocab_size",
    "device": "gpu cuda cpu mps accelerator",
    "cuda": "gpu nvidia rocm",
    "mps": "metal apple",
    "devices": "gpus nproc_per_node world_size processes",
    "precision": "bf16 fp16 amp dtype half",
    "out": "output output_dir save_dir logdir folder",
    "tokens": "max_new_tokens max_tokens length",
    "data": "dataset data_dir",
    "config": "options conf",
    "games": "rounds episodes",
    "n_envs": "envs",
    "to": "format form as",
}
NOT_OF_TRAINING = {"cuda", "mps", "tokens", "games", "to"}  # a value, or of another command
LIKE_ENOUGH = 0.66  # of SequenceMatcher: "sez" for "sex" has 0.67, "lr" for "flip" 0.33


FEW = 6
LONGEST = 900  # characters of a message: what the user gave may be megabytes
LONGEST_QUOTE = 60  # characters of a text that a message is about


class UserError(ValueError):
    """A mistake in what the user gave; the command line prints it as one line and exits with 2."""

    def __init__(self, message: str) -> None:
        """Keep the message on one line, and the middle of a very long one out of it."""
        line = " ".join(message.splitlines())
        half = LONGEST // 2
        super().__init__(line if len(line) <= LONGEST else f"{line[:half]} ... {line[-half:]}")


def is_failure(error: BaseException) -> bool:
    """Whether a library failed: an exception, or a panic of Rust, which is none; no Ctrl-C."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def excerpt(text: str) -> str:
    """Quote a text in a message, of a long one only the beginning."""
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()} ...")


def nearest(name: str, allowed: Iterable[str], *, list_few: bool = False) -> str:
    """Name the word that was probably meant, else list the allowed ones, to end a message with.

    Args:
        name: what the user wrote.
        allowed: the words that would have been accepted.
        list_few: where they are few, list them even if one of them was probably meant.
    """
    words = list(allowed)
    word = closest(name, words)
    if word and not (list_few and len(words) <= FEW):
        return f"did you mean {word!r}?"
    everything = f"allowed: {', '.join(words)}."
    return f"did you mean {word!r}? A{everything[1:]}" if word else everything


def closest(name: str, allowed: Iterable[str]) -> str | None:
    """Find the allowed word that was probably meant: by another name, by its parts, by spelling.

    Args:
        name: what the user wrote; `-` and `_` are the same, and so are capitals and small letters.
        allowed: the words that would have been accepted.

    Returns:
        One of them, or None where none is near.
    """
    words = {word: _plain(word) for word in allowed}
    name = _plain(name)
    by_another_name = [w for w, plain in words.items() if name in SYNONYMS.get(plain, "").split()]
    by_initials = [w for w, p in words.items() if "_" in p and name == _initials(p)]
    if found := by_another_name or by_initials:
        return found[0]
    likeness = {w: SequenceMatcher(None, name, plain).ratio() for w, plain in words.items()}
    begun = [w for w, plain in words.items() if _share_parts(name, plain)]
    # What is a name itself is no slip of another: `n_heads` resembles `threads` by chance.
    near = begun or [w for w in words if likeness[w] >= LIKE_ENOUGH and name not in SYNONYMS]
    return max(near, key=lambda word: likeness[word], default=None)


def is_training_option(name: str) -> bool:
    """Tell whether `train` has an option of this name, with some recipe, as it is or as typed."""
    return _plain(name) in SYNONYMS.keys() - NOT_OF_TRAINING


def _plain(word: str) -> str:
    return word.lower().replace("-", "_").strip("_")


def _initials(word: str) -> str:
    return "".join(part[:1] for part in word.split("_"))


def _share_parts(first: str, second: str) -> bool:
    """Whether every part of the shorter word begins a part of the other, or the reverse."""
    few, many = sorted((first.split("_"), second.split("_")), key=len)

    def alike(a: str, b: str) -> bool:
        return min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))

    return all(any(alike(a, b) for b in many) for a in few)


def encoded(tokenizer: "Tokenizer", text: str, *, specials: bool = True) -> "Encoding":
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
    tokenizer: "Tokenizer", texts: Sequence[str], *, specials: bool = True
) -> "list[Encoding]":
    """What a tokenizer makes of many texts, without their places in the text; see `encoded`."""
    try:
        return tokenizer.encode_batch_fast(list(texts), add_special_tokens=specials)
    except BaseException as error:
        if not is_failure(error):
            raise
        # One after another: the sentence names the text that cannot be cut.
        return [encoded(tokenizer, text, specials=specials) for text in texts]
