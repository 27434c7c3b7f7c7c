"""A small program for each language model: see `examples`."""

from gradatim.insight.tracing.programs import program

_LANGUAGE = "vocabulary_size=12, context=8, width=8, n_layers=1, n_heads=2"
_LLAMA = f"{_LANGUAGE}, hidden=6, n_key_heads=1"


def _writer(file: str, model: str, config: str, sizes: str) -> str:
    """A language model that is asked for the next word at every place."""
    return program(
        f"from gradatim.models.{file} import {model}\n{config}",
        f"""
model = {model}({config.split()[-1]}({sizes}))
text = torch.tensor([[3, 1, 4, 1, 5]])
tokens, targets = text[:, :-1], text[:, 1:]  # (B, T) both: each word is asked for the next
scores = model(tokens)  # (B, T, V)
loss = F.cross_entropy(scores.flatten(0, 1), targets.flatten())
loss.backward()
""",
    )


def _filler(file: str, model: str, config: str, sizes: str) -> str:
    """A masked language model that is asked for a hidden word."""
    return program(
        f"from gradatim.models.{file} import {model}\n{config}",
        f"""
model = {model}({config.split()[-1]}({sizes}))
tokens = torch.tensor([[1, 5, 0, 7, 2]])  # (B, T); 0 stands for [MASK]
scores = model(tokens)  # (B, T, V)
loss = F.cross_entropy(scores[:, 2], torch.tensor([6]))
loss.backward()
""",
    )


_LLAMA_CONFIG = "from gradatim.models.language.llama import LlamaConfig"
_BERT_CONFIG = "from gradatim.models.language.bert import BERTConfig"
_BERT = f"{_LANGUAGE}, hidden=6"


def _own_config(file: str, name: str) -> str:
    return f"from gradatim.models.{file} import {name}"


LANGUAGE = {
    "models/language/gpt.py": _writer(
        "language.gpt", "GPT", _own_config("language.gpt", "GPTConfig"), _LANGUAGE
    ),
    "models/language/llama.py": _writer("language.llama", "Llama", _LLAMA_CONFIG, _LLAMA),
    "models/language/mixtral.py": program(
        "from gradatim.models.language.mixtral import Mixtral, MixtralConfig",
        f"""
model = Mixtral(MixtralConfig({_LLAMA}, n_experts=3, n_active=2))
text = torch.tensor([[3, 1, 4, 1, 5]])
scores, balance = model(text[:, :-1], with_balance=True)  # (B, T, V), 0-dim
loss = F.cross_entropy(scores.flatten(0, 1), text[:, 1:].flatten()) + 0.01 * balance
loss.backward()
""",
    ),
    "models/language/bert.py": _filler("language.bert", "BERT", _BERT_CONFIG, _BERT),
    "models/language/text_classifier.py": program(
        "from gradatim.models.language.bert import BERTConfig\n"
        "from gradatim.models.language.text_classifier import TextClassifier",
        f"""
model = TextClassifier(BERTConfig({_BERT}), n_classes=2)
tokens = torch.tensor([[5, 3, 8, 0], [2, 7, 0, 0]])  # (B, T)
logits = model(tokens, tokens != 0)  # (B, K)
loss = F.cross_entropy(logits, torch.tensor([1, 0]))
loss.backward()
""",
    ),
    "models/language/transformer.py": program(
        "from gradatim.models.language.transformer import Transformer, TransformerConfig",
        """
config = TransformerConfig(vocabulary_size=12, width=8, hidden=6, n_layers=1, n_heads=2)
model = Transformer(config)
source, target = torch.tensor([[5, 3, 8]]), torch.tensor([[1, 6, 9, 2]])
scores = model(source, target[:, :-1])  # (B, T, V)
loss = F.cross_entropy(scores.flatten(0, 1), target[:, 1:].flatten())
loss.backward()
""",
    ),
    "models/language/seq2seq.py": program(
        "from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig",
        """
config = Seq2SeqConfig(
    source_vocabulary_size=12, target_vocabulary_size=12, embedding_width=4, width=4,
    maxout_width=3,
)
model = Seq2Seq(config)
source, target = torch.tensor([[5, 3, 8]]), torch.tensor([[1, 6, 2]])
scores = model(source, target[:, :-1])  # (B, T, V)
loss = F.cross_entropy(scores.flatten(0, 1), target[:, 1:].flatten())
loss.backward()
""",
    ),
    "models/language/dpo.py": program(
        "from gradatim.models.language.dpo import answer_log_probability, dpo_loss",
        """
scores = torch.randn(2, 3, 6, requires_grad=True)  # (B, T, V): a chosen, a rejected answer
answers = torch.tensor([[1, 4, 2], [5, 0, -100]])
chosen, rejected = answer_log_probability(scores, answers).split(1)
loss = dpo_loss(chosen, rejected, chosen.detach() - 0.1, rejected.detach() + 0.1, beta=0.1)
loss.backward()
""",
    ),
    "models/language/sampling.py": program(
        "from gradatim.models.language.sampling import Sampling, next_probabilities",
        """
scores = torch.tensor([2.0, 1.5, 0.5, -1.0, -3.0])  # (V,)
sampling = Sampling(temperature=0.7, top_k=4, top_p=0.9, repetition_penalty=1.2)
probabilities = next_probabilities(scores, sampling, previous=torch.tensor([0]))
""",
    ),
    "models/language/variants/qwen.py": _writer(
        "language.variants.qwen", "Qwen3", _LLAMA_CONFIG, _LLAMA
    ),
    "models/language/variants/olmo.py": _writer(
        "language.variants.olmo", "Olmo2", _LLAMA_CONFIG, _LLAMA
    ),
    "models/language/variants/speedgpt.py": _writer(
        "language.variants.speedgpt", "SpeedGPT", _LLAMA_CONFIG, _LLAMA
    ),
    "models/language/variants/gemma.py": _writer(
        "language.variants.gemma",
        "Gemma3",
        _own_config("language.variants.gemma", "Gemma3Config"),
        f"{_LLAMA}, score_width=4",
    ),
    "models/language/variants/neox.py": _writer(
        "language.variants.neox",
        "NeoX",
        _own_config("language.variants.neox", "NeoXConfig"),
        f"{_LANGUAGE}, hidden=6, n_key_heads=2, rotary_fraction=0.5",
    ),
    "models/language/variants/smollm.py": _writer(
        "language.variants.smollm",
        "SmolLM3",
        _own_config("language.variants.smollm", "SmolLM3Config"),
        _LLAMA,
    ),
    "models/language/variants/gpt_neo.py": _writer(
        "language.variants.gpt_neo",
        "GPTNeo",
        _own_config("language.variants.gpt_neo", "GPTNeoConfig"),
        f"{_LANGUAGE}, hidden=6, window=2",
    ),
    "models/language/variants/modernbert.py": _filler(
        "language.variants.modernbert",
        "ModernBERT",
        _own_config("language.variants.modernbert", "ModernBERTConfig"),
        _BERT,
    ),
}
