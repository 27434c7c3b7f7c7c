"""What the loop records: metrics, evaluations, checkpoints, the best weights, the summary."""

import contextlib
import math
import time
from itertools import groupby
from typing import Any

import torch
from torch import Tensor

from gradatim.training.config import TrainConfig
from gradatim.training.device import Runtime
from gradatim.training.ema import EMA
from gradatim.training.run_folder import checkpoint
from gradatim.training.run_folder.run import Run
from gradatim.training.run_folder.tensorboard import TensorBoard
from gradatim.training.task import Task, metrics_of

SECONDS_BETWEEN_CHECKPOINTS = 20.0
SECONDS_BETWEEN_LOGS = 0.5
SECONDS_BETWEEN_SAMPLES = 6.0
LOG_LINES = 300  # a run writes at most so many lines of training metrics

Step = tuple[int, float, float, dict[str, Tensor]]  # its number, seconds, learning rate, metrics


class RunRecorder:
    """Records one run; process 0 writes, the others only take part in gathering.

    Attributes:
        seconds: of training so far, over all parts of a resumed run; evaluation is not counted.
        joules: likewise, evaluation included.
    """

    def __init__(
        self,
        task: Task,
        optimizers: list[torch.optim.Optimizer],
        ema: EMA | None,
        run: Run,
        runtime: Runtime,
        config: TrainConfig,
        total: int,
    ) -> None:
        self.task, self.optimizers, self.ema = task, optimizers, ema
        self.run, self.runtime, self.config = run, runtime, config
        # A curve on a page has some hundred points; more would cost time and disk only.
        self.log_every = math.ceil(total / LOG_LINES)
        self.pending: list[Step] = []  # since the last flush
        self.next_flush = 0.0
        self.board = TensorBoard(run.folder / "tensorboard") if runtime.is_main else None
        self.last_shown: dict[str, float] = {}
        self.measured: dict[str, float] = {}  # by the newest evaluation
        self.tested = False  # whether that was the last one, on the test set
        self.best_loss, self.best_step, self.n_worse = math.inf, 0, 0
        self.seconds = self.joules = 0.0
        self.save_seconds = 0.0
        self.last_save = time.perf_counter()
        self.saved_step = 0  # of the last checkpoint
        # With several processes all would have to draw together: samples are left out.
        self.samples = type(task).sample is not Task.sample and runtime.world_size == 1
        self.next_sample = time.perf_counter() + SECONDS_BETWEEN_SAMPLES / 3  # the first is early

    def resume(self) -> int:
        """Continue from the run's checkpoint, or write the first one; return the steps done."""
        state = self.run.load_state()
        if state is None:
            # Written before the first step: a run that is killed in its
            # first minute can be resumed as well.
            self.checkpoint(0)
            return 0
        loop = checkpoint.restore(state, self.task, self.optimizers, self.ema, self.runtime)
        self.seconds, self.joules = loop["seconds"], loop["joules"]
        self.best_loss, self.best_step = loop["best_loss"], loop["best_step"]
        self.n_worse, self.measured = loop["n_worse"], loop["measured"]
        self.pending = [tuple(row) for row in loop.get("pending", ())]
        if self.runtime.is_main:
            # The first checkpoint is older than the evaluation of the first weights: that, too,
            # comes again.
            self.run.forget_after(loop["step"] or -1)
        self.saved_step = loop["step"]
        return loop["step"]

    # metrics

    def note(self, step: int, metrics: dict[str, Tensor]) -> None:
        """Remember the metrics of a step; they are logged together, twice a second."""
        # Written together: a line per step would cost a small model more than its step.
        self.pending.append((step, self.seconds, self.learning_rate(), metrics))

    def flush_due(self) -> bool:
        """Tell whether it is time to log: twice a second, once a whole line is there."""
        enough = len(self.pending) >= self.log_every
        return enough and time.perf_counter() > self.next_flush

    def learning_rate(self) -> float:
        """Return the learning rate of the first group of parameters."""
        return self.optimizers[0].param_groups[0]["lr"]

    def flush(self) -> None:
        """Log what is pending, the mean over every `log_every` steps as one line."""
        self._log_steps(self.pending)
        self.pending = []

    def flush_whole_lines(self) -> None:
        """Log what makes whole lines: what comes by the clock ends none."""
        last = self.pending[-1][0] if self.pending else 0
        n = max(0, len(self.pending) - last % self.log_every)
        self._log_steps(self.pending[:n])
        self.pending = self.pending[n:]

    def _log_steps(self, steps: list[Step]) -> None:
        if not steps:
            return
        names, device = list(steps[0][3]), self.runtime.device
        columns = [torch.stack([row[3][n].detach().to(device) for row in steps]) for n in names]
        table = torch.stack([column.float() for column in columns], 1)  # (steps, metrics)
        table = self.runtime.mean(table)
        if self.runtime.is_main:
            values, rows, start = table.cpu(), [], 0  # one move off a GPU
            for _, line in groupby(steps, lambda row: (row[0] - 1) // self.log_every):
                *_, (step, seconds, rate, _) = part = list(line)
                means = values[start : start + len(part)].mean(0).tolist()
                metrics = dict(zip(names, means, strict=True))
                rows.append((step, seconds, {**metrics, "learning_rate": rate}))
                start += len(part)
            self._log("train", rows)
        self.last_shown = dict(zip(names, table[-1].tolist(), strict=True))
        self.next_flush = time.perf_counter() + SECONDS_BETWEEN_LOGS

    def to_show(self) -> dict[str, float]:
        """Return the metrics of the newest logged step and of the newest evaluation."""
        part = "test" if self.tested else "validation"
        measured = {f"{part} {name}": value for name, value in list(self.measured.items())[:2]}
        return self.last_shown | measured

    def _log(self, kind: str, rows: list[tuple[int, float, dict[str, float]]]) -> None:
        lines = []
        for step, seconds, metrics in rows:
            values = {name: float(f"{value:.6g}") for name, value in metrics.items()}
            place = {"step": step, "epoch": round(step / self.task.batches.steps_per_epoch, 4)}
            lines.append({**place, "seconds": round(seconds, 3), "kind": kind, **values})
            if self.board:
                self.board.note(step, kind, values)
        self.run.log(*lines)

    # evaluation

    @torch.no_grad()
    def evaluate(self, step: int, final: bool = False) -> dict[str, float]:
        """Measure the model (its averaged weights, if there are any) and log it."""
        # What trained before the evaluation stands before it in the file, too.
        self.flush()
        self.tested = final
        model = self.task.model
        model.eval()
        with self.ema.applied() if self.ema else contextlib.nullcontext():
            self.measured = metrics_of(self.task, final)
        model.train()
        if self.runtime.is_main:
            self._log("evaluate", [(step, self.seconds, self.measured)])
        if self.board:
            self.board.write()
        return self.measured

    def should_stop_early(self, step: int) -> bool:
        """Tell whether the loss has stopped falling for long; keep the weights of the best."""
        if self.config.patience is None:
            return False
        loss = self.measured["loss"]
        # Strictly lower: a loss that stays where it is has stopped falling.
        if loss < self.best_loss:
            self.best_loss, self.best_step, self.n_worse = loss, step, 0
            self._save_weights("best.safetensors")
        else:
            self.n_worse += 1
        return self.n_worse >= self.config.patience

    def evaluate_at_the_end(self, step: int) -> None:
        """Measure what is kept: with early stopping, the weights of the best evaluation."""
        if self.config.patience and math.isfinite(self.best_loss):
            self.runtime.barrier()
            self.run.load_weights(checkpoint.unwrapped(self.task.model), "best.safetensors")
            self.ema = None
        if self.ema:
            self.ema.keep()  # it is what remains, with all that the last evaluation adds to it
            self.ema = None
        self.evaluate(step, final=True)

    # samples

    def sample_due(self) -> bool:
        """Tell whether it is time: every 6 seconds, more rarely in long runs."""
        return self.samples and time.perf_counter() > self.next_sample

    @torch.no_grad()
    def sample(self, step: int) -> None:
        """Keep what the model makes now, with its averaged weights, if there are any."""
        start = time.perf_counter()
        model = self.task.model
        model.eval()
        try:
            with self.ema.applied() if self.ema else contextlib.nullcontext():
                made = self.task.sample()
        except RuntimeError:  # probabilities of a model that diverges: the loop says so itself
            made = {}
        model.train()
        self.run.save_sample(step, made)
        end = time.perf_counter()
        # A fortieth of the time at most, and not hundreds of files from a run of a night.
        pause = max(SECONDS_BETWEEN_SAMPLES, 40 * (end - start), self.seconds / 20)
        self.next_sample = end + pause

    # checkpoints

    def checkpoint_due(self) -> bool:
        """Tell whether it is time: every 20 seconds, more rarely where saving takes long."""
        # Saving may take at most a twentieth of the time, whatever the size of the model.
        pause = max(SECONDS_BETWEEN_CHECKPOINTS, 20 * self.save_seconds)
        return time.perf_counter() - self.last_save > pause

    def checkpoint(self, step: int) -> None:
        """Write weights and state, unless a weight is no longer finite.

        Raises:
            OSError: the disk is full or read-only; the state before this one is still there.
        """
        start = time.perf_counter()
        self.flush_whole_lines()
        # A checkpoint with a NaN in it would make every later attempt fail as well.
        finite = torch.stack([p.detach().isfinite().all() for p in self.task.model.parameters()])
        loop = {
            "step": step,
            "seconds": self.seconds,
            "joules": self.joules,
            "best_loss": self.best_loss,
            "best_step": self.best_step,
            "n_worse": self.n_worse,
            "measured": self.measured,
            "pending": [(*row[:3], _detached(row[3])) for row in self.pending],
        }
        state = checkpoint.gather(self.task, self.optimizers, self.ema, loop, self.runtime)
        if self.runtime.is_main and bool(finite.all()):
            self.run.save_state(state)
        if step:
            self._save_weights("model.safetensors")
        self.saved_step = step
        self.last_save = time.perf_counter()
        self.save_seconds = self.last_save - start

    def _save_weights(self, name: str) -> None:
        with self.ema.applied() if self.ema else contextlib.nullcontext():
            weights = checkpoint.weights_of(self.task.model, self.runtime)
            if self.runtime.is_main:
                self.run.save_weights(weights, name)

    def finish(self, step: int, energy_source: str) -> dict[str, Any]:
        """Write the last weights and summary.json, and drop the state that is no longer needed."""
        self._save_weights("model.safetensors")
        model = checkpoint.unwrapped(self.task.model)
        summary = {
            "finished": True,
            "steps": step,
            "epochs": round(step / self.task.batches.steps_per_epoch, 3),
            "seconds": round(self.seconds, 3),
            "metrics": self.measured,
            "parameters": sum(p.numel() for p in model.parameters()),
            **({"test_examples": self.task.n_test} if self.task.n_test else {}),
            "energy": {"joules": round(self.joules, 2), "source": energy_source},
            "device": str(self.runtime.device),
            "processes": self.runtime.world_size,
            "threads": torch.get_num_threads(),
            "precision": self.runtime.precision,
        }
        if self.runtime.is_main:
            self.run.finish(summary)
        self.runtime.barrier()
        return summary


def _detached(metrics: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach() for name, value in metrics.items()}
