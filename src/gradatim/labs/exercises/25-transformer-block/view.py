"""The view of the block: what each part adds, and what is said, come from the learner's Block.

A small GPT learns for a moment at the start; the learner's blocks get its weights. The lines of the
heads are the model's own.
"""

from functools import cache

from tokenizers import Tokenizer
from torch import nn

from gradatim.insight.activations import capture
from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.labs.sandbox.function_calls import ModuleCall
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.training.config import OptimizerConfig
from gradatim.views.core.controls import Choice, Text
from gradatim.views.core.engine import temporary_seed
from gradatim.views.core.text.text_model import CPU, TextModel
from gradatim.views.core.trainer import Trainer
from gradatim.views.transformer_block.engine import TransformerBlockEngine

SIZES = {"width": 48, "n_layers": 2, "n_heads": 4, "context": 24, "vocabulary": 400}
BATCHES = 200  # about two seconds
NAMES = {  # of the model's parts: those of the task
    **{"attention_norm": "norm1", "attention.qkv": "qkv", "attention.project": "project"},
    **{"feed_forward_norm": "norm2"},
    **{"feed_forward.expand": "up", "feed_forward.project": "down"},
}
WORDS = {  # in the place of those about the larger model
    "en": {
        "guess": {
            "question": "All weights of `project` are 0. What is the sum after the attention?",
            "choices": ["zeros", "x as it was", "the mean of the values"],
            "answer": 1,
            "key": "temperature",
            "because": "A branch only adds to x, and adds nothing here: x passes as it was.",
        },
        "discover": [
            "The strips are what the parts of your Block give, with the weights of a small GPT that "
            "learned for two seconds. The lines of the heads are the model's own.",
            "Take `x +` out of one line of `forward`, check, and look at the lengths |·|.",
        ],
    },
    "fr": {
        "guess": {
            "question": "Tous les poids de `project` sont nuls. Que vaut la somme après "
            "l'attention ?",
            "choices": ["zéro partout", "x tel quel", "la moyenne des valeurs"],
            "answer": 1,
            "key": "temperature",
            "because": "Une branche ne fait qu'ajouter à x, et n'ajoute rien ici : x passe tel quel.",
        },
        "discover": [
            "Les bandes sont ce que donnent les parties de votre Block, avec les poids d'un petit GPT "
            "qui a appris deux secondes. Les lignes des têtes sont celles du modèle.",
            "Retirez `x +` d'une ligne de `forward`, vérifiez, et regardez les longueurs |·|.",
        ],
    },
}


@cache
def trained():
    """A GPT with the task's blocks, trained on the built-in text."""
    with temporary_seed(0):
        task = change("docs-gpt", get("docs-gpt"), {**SIZES, "batch_size": 16}).build(CPU)
        for block in task.model.blocks:
            block.feed_forward.activation = nn.GELU()  # the exact one, as in the task
        trainer = Trainer(task, OptimizerConfig(learning_rate=0.01))
        for _ in range(BATCHES):
            trainer.step(next(task.batches))
    return TextModel.trained("next", task.model, Tokenizer.from_str(task.files["tokenizer.json"]))


def weights(block):
    """A block's weights under the task's names."""
    parts = [(name, block.get_submodule(path)) for path, name in NAMES.items()]
    return {f"{name}.{k}": v for name, part in parts for k, v in part.state_dict().items()}


class View(LearnerViewMixin, TransformerBlockEngine):
    controls = {
        **TransformerBlockEngine.controls,
        "model": Choice("trained", ("trained",), hidden=True),
        "text": Text("The list is a list of", 120),
    }
    takes = ()

    def hello(self):
        told = super().hello()
        return told | {
            "view": "own_block",
            "words": {key: told["words"][key] | WORDS[key] for key in WORDS},
        }

    def start(self):
        self.text_model = trained()
        self.read()

    def read(self):
        super().read()
        model, values = self.text_model.model, self.values
        names = [f"blocks.{i}.{path}" for i in range(self.n_blocks) for path in NAMES]
        inside = capture(model, self.tokens[None], names=names)
        embedded = (
            model.token_embedding(self.tokens) + model.position_embedding.weight[: len(self.tokens)]
        )
        streams = [embedded[None].detach()]  # before each block, (1, T, width)
        calls, ours = [], []
        for i, block in enumerate(model.blocks):
            sizes = model.config.width, model.config.n_heads
            parts = ("project", "down")
            calls.append(ModuleCall("Block", sizes, weights(block), (streams[i],), parts))
            streams.append(self.outputs[f"blocks.{i}"])
            ours.append(
                {
                    "project": inside[f"blocks.{i}.attention.project"],
                    "down": inside[f"blocks.{i}.feed_forward.project"],
                    "output": streams[-1],
                }
            )
        self.befores = streams
        self.theirs = self.ask_all(calls, ours)
        for i, given in enumerate(self.theirs):
            scores = model.head(model.norm(given["output"]))[0] / values["temperature"]  # (T, V)
            self.lens[i + 1] = scores.softmax(-1).detach()

    def frame(self):
        i, at = self.values["block"] - 1, self.position()
        before = self.befores[i][0, at]
        given = {name: value[0, at] for name, value in self.theirs[i].items()}
        theirs = {"mixed": given["project"], "computed": given["down"], "after": given["output"]}
        return super().frame() | {"before": before, "between": before + given["project"]} | theirs
