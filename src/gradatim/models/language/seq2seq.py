"""Aligned translation, 2014: where attention was born.

A bidirectional GRU reads the sentence; a second GRU writes, and before each word it looks back at
the annotations through an alignment that is learned with everything else.
Source: Bahdanau, Cho and Bengio 2014, "Neural machine translation by jointly learning to align and
translate", section 3 and appendix A.

Shapes: B batch, S source words, T target words, E embedding width, H width of a GRU, V vocabulary.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from gradatim.help import Help
from gradatim.models.attention import AdditiveAttention
from gradatim.models.layers import make_dropout
from gradatim.validation import require_fraction, require_sizes


@dataclass(frozen=True, kw_only=True)
class Seq2SeqConfig:
    """Sizes of the attentive encoder-decoder; the defaults are the paper's RNNsearch."""

    source_vocabulary_size: Annotated[int, Help("words of the language that is read")] = 30_000
    target_vocabulary_size: Annotated[int, Help("words of the language that is written")] = 30_000
    embedding_width: Annotated[int, Help("channels per word, at least 1")] = 620
    width: Annotated[int, Help("units of each GRU and of the alignment model, at least 1")] = 1000
    maxout_width: Annotated[int, Help("width of the maxout layer before the output")] = 500
    dropout: Annotated[
        float, Help("fraction of embeddings and outputs dropped in training, 0 to below 1")
    ] = 0.0

    def __post_init__(self) -> None:
        require_sizes(self, "source_vocabulary_size", "target_vocabulary_size", "embedding_width")
        require_sizes(self, "width", "maxout_width")
        require_fraction(self, "dropout")

    @classmethod
    def rnnsearch(cls) -> "Seq2SeqConfig":
        """The sizes of the paper (appendix A.2.3)."""
        return cls()


@dataclass
class DecoderState:
    """What the decoder carries from word to word.

    Args:
        annotations: (B, S, 2H), one per source word.
        keys: (B, S, H), their half of the alignment scores, computed once.
        mask: boolean (B, S), True at words; None where nothing is padding.
        state: (B, H), of the writing GRU.
    """

    annotations: Tensor
    keys: Tensor
    mask: Tensor | None
    state: Tensor

    def select(self, rows: Tensor) -> None:
        """Keep these rows of the batch, in this order."""
        self.annotations, self.keys = self.annotations[rows], self.keys[rows]
        self.mask = None if self.mask is None else self.mask[rows]
        self.state = self.state[rows]


class AttentiveWriter(nn.Module):
    """The half that writes: a GRU that looks back at annotations before each word.

    Where the annotations come from is left open: words that were read, or places of an image. A
    subclass has `target_embedding` (V, E) and `dropout`.
    """

    target_embedding: nn.Embedding
    dropout: nn.Module

    def make_writer(self, E: int, H: int, maxout_width: int, vocabulary_size: int) -> None:
        """Make the layers of the writing GRU, for annotations of 2H channels."""
        # Two H: the annotations of a word are the states of both directions side by side (section
        # 3.2).
        self.attention = AdditiveAttention(H, 2 * H, H)
        # The GRU's three gates, split by what they read, so that the words' part needs no loop.
        self.word_gates = nn.Linear(E, 3 * H)
        self.context_gates = nn.Linear(2 * H, 3 * H, bias=False)
        self.state_gates = nn.Linear(H, 3 * H)
        self.maxout = nn.Linear(H + 2 * H + E, 2 * maxout_width)
        self.output = nn.Linear(maxout_width, vocabulary_size)

    def decode(self, target: Tensor, memory: DecoderState) -> Tensor:
        """(B, T) -> (B, T, V); leaves the state after the last word in the memory."""
        words = self.dropout(self.target_embedding(target))  # (B, T, E)
        gates = self.word_gates(words)  # (B, T, 3H)
        states, contexts = [], []
        for gate in gates.unbind(1):
            # Looked up before the word is written, from the state that wrote the word before
            # (equation 6).
            context = self.attention(
                memory.state, memory.keys, memory.annotations, memory.mask
            )  # (B, 2H)
            memory.state = self.write(gate + self.context_gates(context), memory.state)
            states.append(memory.state)
            contexts.append(context)
        # A.2.2, deep output with maxout; it reads the new state, as equation 4 has it.
        known = torch.cat((torch.stack(states, 1), torch.stack(contexts, 1), words), dim=-1)
        x = self.maxout(self.dropout(known)).unflatten(2, (-1, 2)).amax(-1)  # (B, T, maxout)
        return self.output(self.dropout(x))

    def write(self, gates: Tensor, state: Tensor) -> Tensor:
        """One step of the GRU: (B, 3H) from word and context, (B, H) -> the new state (B, H)."""
        reset, update, candidate = gates.chunk(3, dim=-1)
        old_reset, old_update, old_candidate = self.state_gates(state).chunk(3, dim=-1)
        # Gates decide how much of the old state stays, so that gradients survive long sentences.
        update = torch.sigmoid(update + old_update)
        candidate = torch.tanh(candidate + torch.sigmoid(reset + old_reset) * old_candidate)
        return torch.lerp(candidate, state, update)  # (1 - update) candidate + update state

    def step(self, words: Tensor, memory: DecoderState) -> Tensor:
        """The last word of each row (B,) -> scores of the next one (B, V)."""
        return self.decode(words[:, None], memory)[:, 0]


class Seq2Seq(AttentiveWriter):
    """Source words (B, S), target words so far (B, T) -> scores of the next word (B, T, V)."""

    def __init__(self, config: Seq2SeqConfig):
        super().__init__()
        self.config = config
        E, H = config.embedding_width, config.width
        self.source_embedding = nn.Embedding(config.source_vocabulary_size, E)
        self.target_embedding = nn.Embedding(config.target_vocabulary_size, E)
        self.dropout = make_dropout(config.dropout)
        self.encoder = nn.GRU(E, H, batch_first=True, bidirectional=True)
        # The first state is made from the backward GRU, which has read the first word last (A.2.2).
        self.first_state = nn.Linear(H, H)
        self.make_writer(E, H, config.maxout_width, config.target_vocabulary_size)
        for embedding in (self.source_embedding, self.target_embedding):
            nn.init.normal_(embedding.weight, std=0.1)

    def forward(self, source: Tensor, target: Tensor, source_mask: Tensor | None = None) -> Tensor:
        """(B, S), (B, T) -> (B, T, V).

        Args:
            source: int64, words to read.
            target: int64, words written so far, beginning with the start word.
            source_mask: boolean (B, S), True at words, False at padding, which follows them.
        """
        return self.decode(target, self.encode(source, source_mask))

    def encode(self, source: Tensor, source_mask: Tensor | None = None) -> DecoderState:
        """(B, S) -> annotations, and the first state: tanh of the backward GRU's last (A.2.2)."""
        x = self.dropout(self.source_embedding(source))  # (B, S, E)
        if source_mask is None:
            annotations, last = self.encoder(x)  # (B, S, 2H), (2, B, H)
        else:
            # The backward GRU must start at the last word, not at the padding behind it.
            lengths = source_mask.sum(1).cpu()
            packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            outputs, last = self.encoder(packed)
            annotations, _ = pad_packed_sequence(
                outputs, batch_first=True, total_length=source.shape[1]
            )
        state = torch.tanh(self.first_state(last[1]))  # (B, H)
        return DecoderState(annotations, self.attention.key(annotations), source_mask, state)

    def begin(self, source: Tensor, source_mask: Tensor | None, capacity: int) -> DecoderState:
        """Read the source and get ready to write, one word at a time."""
        return self.encode(source, source_mask)
