"""The translators of the view: one that ships, one that learns, one of a run; and how they write.

Shapes: S tokens read, T tokens written, A width of the alignment model, V vocabulary.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.info import PairsInfo
from gradatim.data.language import dates
from gradatim.data.language.multi30k import PairBatches, Pairs, encode_all
from gradatim.errors import UserError
from gradatim.models.attention import record_attention
from gradatim.models.language.seq2seq import Seq2Seq
from gradatim.recipes.language.shipped_models import DATES_BAHDANAU, open_shipped
from gradatim.recipes.language.translation.recipe import Translation, TranslationTask
from gradatim.recipes.language.translation.translate import END_ID, PAD_ID, START_ID
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run
from gradatim.views.core.engine import temporary_seed
from gradatim.views.core.text.text_model import CPU, RUNS

MAX_WRITTEN = 24  # tokens
N_PAIRS, BATCH_SIZE = 4000, 32  # of the model that learns live


@dataclass(frozen=True)
class Written:
    """A translation with what each of its tokens looked at.

    Attributes:
        source, target: token numbers, (S,) and (T,).
        keys: the half of each token that was read, U h, (S, A).
        queries: the half of each state before writing, W s, (T, A).
        weights: (T, S), rows sum to 1.
        probabilities: of the next token, (T, V).
    """

    source: Tensor
    target: Tensor
    keys: Tensor
    queries: Tensor
    weights: Tensor
    probabilities: Tensor


@torch.no_grad()
def write(model: Seq2Seq, source: Tensor, attended: dict[int, int]) -> Written:
    """Translate greedily, one token at a time, and keep what was attended to.

    Args:
        model: in evaluation mode.
        source: token numbers with start and end, (S,).
        attended: number of a written token -> the only token read that it may attend to.
    """
    memory = model.encode(source[None])
    target, queries, probabilities = [START_ID], [], []
    with record_attention(model) as records:
        for row in range(MAX_WRITTEN):
            queries.append(model.attention.query(memory.state)[0])
            # A mask that leaves one place puts all the weight there.
            only = torch.arange(len(source)) == attended.get(row, -1)
            memory.mask = only[None] if only.any() else None
            scores = model.step(torch.tensor(target[-1:]), memory)[0]  # (V,)
            scores[[PAD_ID, START_ID]] = -torch.inf
            probabilities.append(scores.softmax(-1))
            target.append(int(scores.argmax()))
            if target[-1] == END_ID:
                break
    return Written(
        source,
        torch.tensor(target[1:]),
        memory.keys[0],
        torch.stack(queries),
        torch.cat(records["attention"], dim=2)[0, 0],
        torch.stack(probabilities),
    )


@cache
def encoded_dates() -> tuple[list[Tensor], list[Tensor]]:
    """Dates and their ISO forms in the tokens of the model that ships, once for all visitors."""
    tokenizer, pairs = open_shipped(DATES_BAHDANAU)[1], dates.load("train", N_PAIRS)
    return encode_all(tokenizer, pairs.sources), encode_all(tokenizer, pairs.targets)


def beginner(seed: int) -> TranslationTask:
    """The recipe's translator before its first step, with a few thousand dates to learn from."""
    recipe, tokenizer = get(DATES_BAHDANAU), open_shipped(DATES_BAHDANAU)[1]
    assert isinstance(recipe, Translation)
    info = PairsInfo(pairs="dates", vocabulary_size=tokenizer.get_vocab_size(), examples=())
    with temporary_seed(seed):
        model = recipe.build_model(info)
    return TranslationTask(
        model,
        PairBatches(*encoded_dates(), BATCH_SIZE, padding=PAD_ID, seed=seed),
        (Pairs([], []), Pairs([], [])),  # nobody asks for an evaluation
        tokenizer=tokenizer,
        info=info,
        label_smoothing=0.0,
        beam_size=1,
        device=CPU,
    )


def newest_run() -> tuple[Seq2Seq, Tokenizer, str]:
    """Open the newest run with this kind of translator; the last is a sentence that it can read.

    Raises:
        UserError: there is none.
    """
    folders = [*RUNS.glob("*/model.safetensors"), *RUNS.glob("tour/*/model.safetensors")]
    for folder in (w.parent for w in sorted(folders, key=lambda p: -p.stat().st_mtime)):
        with suppress(UserError):
            _, model, info, _ = open_run(folder, CPU)
            if isinstance(model, Seq2Seq):
                tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
                return model, tokenizer, info.examples[0][0]
    raise UserError(
        f"The folder {RUNS}/ here has no trained model of this kind yet: make one with "
        "`gradatim train multi30k-bahdanau`, put a published checkpoint there, "
        "or watch one learn live."
    )
