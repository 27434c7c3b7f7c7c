"""Translation: Bahdanau's aligned translation and the Transformer, on dates and on Multi30k.

Dates (English and French as people write them, to ISO form) come from Babel and need no download.
How translations are made and scored is in `translate.py`.

Shapes: B pairs per batch, S source tokens, T target tokens, V vocabulary.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Self

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.info import PairsInfo
from gradatim.data.language import dates
from gradatim.data.language.multi30k import PairBatches, Pairs, encode_all, load_multi30k
from gradatim.data.language.tokenizers import (
    TRANSLATION_SPECIALS,
    character_tokenizer,
    from_text,
    pad,
    train_bpe,
)
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.translation.translate import PAD_ID, score, translate
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.losses.label_smoothing import LabelSmoothing, smoothed_cross_entropy
from gradatim.training.optimizers import transformer_groups
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.validation import require_fraction, require_not_negative, require_sizes

N_DATES, N_TEST_DATES = 40_000, 1_000  # pairs that are drawn of the dates
N_TRANSLATED = 200  # held-out pairs that are translated in an evaluation during a run
N_SAMPLED = 4  # of these, to be read while it trains


class TranslationTask(Task):
    """Predict the next token of the translation.

    Args:
        model: sources (B, S), targets so far (B, T), mask (B, S) to scores (B, T, V).
        batches: of training pairs.
        held_out: validation and test pairs.
        tokenizer: of both languages.
        info: name of the pairs, size of the vocabulary.
        label_smoothing: fraction of the target spread over all tokens.
        beam_size: of the last evaluation.
        device: where the model computes.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: PairBatches,
        held_out: tuple[Pairs, Pairs],
        *,
        tokenizer: Tokenizer,
        info: PairsInfo,
        label_smoothing: float,
        beam_size: int,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.held_out, self.tokenizer = held_out, tokenizer
        self.label_smoothing, self.beam_size = label_smoothing, beam_size
        self.files = {"tokenizer.json": tokenizer.to_str(pretty=True)}

    parameter_groups = transformer_groups

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the next target word in natural units; padding is left out."""
        source, target = (tensor.to(self.device) for tensor in batch)
        logits = self.model(source, target[:, :-1], source != PAD_ID)  # (B, T - 1, V)
        # The decoder reads the target up to a word and predicts the next: both are one sequence,
        # shifted.
        answers = target[:, 1:]
        loss = smoothed_cross_entropy(
            logits.flatten(0, 1), answers.flatten(), self.label_smoothing, ignore_index=PAD_ID
        )
        return loss, {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the loss of the next word, and the translations themselves.

        At the end all test pairs are translated, by beam search; during a run the first 200
        validation pairs, greedily.
        """
        pairs = self.held_out[1] if final else self.held_out[0]
        measured = {"loss": self._loss_of(pairs)}
        n = len(pairs.sources) if final else N_TRANSLATED
        beam = self.beam_size if final else 1
        # The loss tells about one word given right ones before it; a translation has to live with
        # its own.
        written = translate(self.model, self.tokenizer, pairs.sources[:n], beam=beam)
        return measured | score(
            written, pairs.targets[:n], "exact" if self.info.pairs == "dates" else "bleu"
        )

    def sample(self) -> dict[str, bytes]:
        """Some validation sentences with their translations."""
        pairs = self.held_out[0]
        sources, references = pairs.sources[:N_SAMPLED], pairs.targets[:N_SAMPLED]
        written = translate(unwrapped(self.model), self.tokenizer, sources, beam=1)
        # Always the first ones: whoever reads along sees the same sentences become better.
        rows = zip(sources, written, references, strict=True)
        lines = [f"{source}\n    {answer}\n    right: {right}\n" for source, answer, right in rows]
        return {"txt": "\n".join(lines).encode()}

    def _loss_of(self, pairs: Pairs) -> float:
        total, n_words = 0.0, 0
        sources = encode_all(self.tokenizer, pairs.sources)
        targets = encode_all(self.tokenizer, pairs.targets)
        for start in range(0, len(sources), 100):
            source = pad(sources[start : start + 100], PAD_ID).to(self.device)
            target = pad(targets[start : start + 100], PAD_ID).to(self.device)
            logits = self.model(source, target[:, :-1], source != PAD_ID).float().flatten(0, 1)
            # The start word is read and never predicted, the end word predicted and never read.
            answers = target[:, 1:].flatten()
            total += F.cross_entropy(logits, answers, ignore_index=PAD_ID, reduction="sum").item()
            n_words += int((answers != PAD_ID).sum())
        return total / n_words


@dataclass(frozen=True, kw_only=True)
class Translation(Recipe):
    """A translator, its sentence pairs, and how it is scored.

    Attributes:
        network: class of the model.
        model: its config.
        learned_tokenizer: the tokenizer.json of a run, which is used again; "": a new one.
    """

    network: Any = field(metadata={"option": False})
    model: Any
    pairs: Annotated[str, Help("dates, or two languages of Multi30k: de-en, en-de, en-fr, ...")] = (
        "dates"
    )
    vocabulary: Annotated[
        int, Help("byte-pair tokens of both languages together, at least 0; 0: characters")
    ] = 0
    label_smoothing: LabelSmoothing = 0.0
    beam_size: Annotated[
        int, Help("partial translations kept by the beam search of the last evaluation, at least 1")
    ] = 4
    learned_tokenizer: str = field(default="", metadata={"option": False})

    info_type = PairsInfo
    use = "translate {run} SENTENCE"
    fixed = (
        "model.vocabulary_size",
        "model.source_vocabulary_size",
        "model.target_vocabulary_size",
        "model.maxout_width",
    )

    def __post_init__(self) -> None:
        require_sizes(self, "beam_size")
        require_not_negative(self, "vocabulary")
        require_fraction(self, "label_smoothing")

    def load(self) -> list[Pairs]:
        """Load the training, validation and test pairs."""
        splits = ("train", "validation", "test")
        if self.pairs == "dates":
            sizes = (N_DATES, N_TEST_DATES, N_TEST_DATES)
            drawn = [dates.load(s, n) for s, n in zip(splits, sizes, strict=True)]
            return [Pairs(d.sources, d.targets) for d in drawn]
        source, dash, target = self.pairs.partition("-")
        if not dash:
            raise UserError(
                f"no pairs are called {self.pairs!r}: give dates, or two languages of Multi30k "
                "such as de-en."
            )
        return [load_multi30k(split, source, target) for split in splits]

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the tokens of a run again: its weights know no others."""
        return replace(self, learned_tokenizer=files.get("tokenizer.json", ""))

    def tokenizer(self, train: Pairs) -> Tokenizer:
        """The tokens of a run, or new ones that are learned from both languages together."""
        if self.learned_tokenizer:
            return from_text(self.learned_tokenizer)
        # One vocabulary for both, as in Vaswani et al. 2017, section 5.1: names and numbers are
        # shared.
        texts = [*train.sources, *train.targets]
        if self.vocabulary == 0:
            return character_tokenizer(texts, TRANSLATION_SPECIALS, lowercase=True)
        return train_bpe(texts, self.vocabulary, TRANSLATION_SPECIALS)

    def build(self, device: torch.device) -> TranslationTask:
        """Load the pairs and join them with the model."""
        train, validation, test = self.load()
        tokenizer = self.tokenizer(train)
        info = PairsInfo(
            pairs=self.pairs,
            vocabulary_size=tokenizer.get_vocab_size(),
            examples=tuple(zip(test.sources[:8], test.targets[:8], strict=True)),
        )
        batches = PairBatches(
            encode_all(tokenizer, train.sources),
            encode_all(tokenizer, train.targets),
            self.train.batch_size,
            padding=PAD_ID,
            seed=self.train.seed,
        )
        return TranslationTask(
            self.build_model(info),
            batches,
            (validation, test),
            tokenizer=tokenizer,
            info=info,
            label_smoothing=self.label_smoothing,
            beam_size=self.beam_size,
            device=device,
        )

    def build_model(self, info: PairsInfo) -> nn.Module:
        """Build the translator for this vocabulary."""
        V = info.vocabulary_size
        if isinstance(self.model, Seq2SeqConfig):
            config = replace(
                self.model,
                source_vocabulary_size=V,
                target_vocabulary_size=V,
                maxout_width=self.model.width // 2,
            )
            return self.network(config)
        return self.network(replace(self.model, vocabulary_size=V))


MUON = OptimizerConfig(optimizer="muon", learning_rate=0.03, adamw_lr_ratio=0.3, grad_clip=1.0)
SLOWER_MUON = replace(MUON, learning_rate=0.02)
LR_SCHEDULE = ScheduleConfig(schedule="linear", warmup=0.1)
MULTI30K: dict[str, Any] = {"pairs": "de-en", "vocabulary": 4_000, "label_smoothing": 0.1}

RECIPES: dict[str, Recipe] = {
    "dates-bahdanau": Translation(
        network=Seq2Seq,
        model=Seq2SeqConfig(embedding_width=32, width=64),
        train=TrainConfig(
            steps=400, evaluate_every=100, threads=1, optim=MUON, lr_schedule=LR_SCHEDULE
        ),
    ),
    "multi30k-bahdanau": Translation(
        **MULTI30K,
        network=Seq2Seq,
        model=Seq2SeqConfig(embedding_width=96, width=128, dropout=0.1),
        train=TrainConfig(epochs=2, batch_size=64, threads=1, optim=MUON, lr_schedule=LR_SCHEDULE),
    ),
    "multi30k-transformer": Translation(
        **MULTI30K,
        network=Transformer,
        model=TransformerConfig(
            width=128, hidden=512, n_layers=2, n_heads=4, norm_first=True, dropout=0.0
        ),
        train=TrainConfig(epochs=1, batch_size=64, threads=1, optim=MUON, lr_schedule=LR_SCHEDULE),
    ),
    "multi30k-bahdanau-long": Translation(
        **MULTI30K,
        network=Seq2Seq,
        model=Seq2SeqConfig(embedding_width=256, width=512, dropout=0.5),
        train=TrainConfig(epochs=15, optim=SLOWER_MUON, lr_schedule=LR_SCHEDULE),
    ),
    "multi30k-transformer-long": Translation(
        **MULTI30K | {"vocabulary": 6_000},
        network=Transformer,
        model=TransformerConfig(
            width=256, hidden=1024, n_layers=3, n_heads=8, norm_first=True, dropout=0.15
        ),
        train=TrainConfig(epochs=10, threads=1, optim=SLOWER_MUON, lr_schedule=LR_SCHEDULE),
    ),
}
