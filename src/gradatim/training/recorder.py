"""What the loop records: metrics, evaluations, checkpoints, the best weights, the summary."""

import contextlib
import math
import time
from itertools import groupby
from typing import Any

import torch
from torch import Tensor

from gradatim.models.lora import merged_shapes, merged_state
from gradatim.training.config import TrainConfig
from gradatim.training.device import Runtime
from gradatim.training.early_stopping import EarlyStopping
from gradatim.training.ema import EMA
from gradatim.training.energy import EnergyMeter
from gradatim.training.run_folder import checkpoint
from gradatim.training.run_folder.run import Run
from gradatim.training.run_folder.tensorboard import Metrics, append_events
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
        self.events: list[Metrics] = []  # for TensorBoard, since the last evaluation
        self.event_file = run.folder / "tensorboard" / f"events.out.tfevents.{time.time_ns()}"
        self.last_shown: dict[str, float] = {}
        self.measured: dict[str, float] = {}  # by the newest evaluation
        self.tested = False  # whether that was the last one, on the test set
        self.stopping = EarlyStopping(config.patience) if config.patience else None
        self.seconds = 0.0
        self.meter, self.earlier_joules = EnergyMeter(runtime.device), 0.0  # before a resume
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
        self.seconds, self.earlier_joules = loop["seconds"], loop["joules"]
        self.measured = loop["measured"]
        if self.stopping:
            self.stopping.best_loss, self.stopping.n_worse = loop["best_loss"], loop["n_worse"]
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
        learning_rate = self.optimizers[0].param_groups[0]["lr"]
        self.pending.append((step, self.seconds, learning_rate, metrics))

    def flush_due(self) -> bool:
        """Tell whether it is time to log: twice a second, once a whole line is there."""
        enough = len(self.pending) >= self.log_every
        return enough and time.perf_counter() > self.next_flush

    def flush(self, whole_lines: bool = False) -> None:
        """Log what is pending, the mean over every `log_every` steps as one line.

        Args:
            whole_lines: keep the steps of a line that is not yet complete: what is logged by the
                clock must end none, or two runs of one seed would differ in their lines.
        """
        n_logged = len(self.pending)
        if whole_lines and self.pending:
            n_logged = max(0, n_logged - self.pending[-1][0] % self.log_every)
        steps, self.pending = self.pending[:n_logged], self.pending[n_logged:]
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
            self.events.append((step, kind, values))
        self.run.log(*lines)

    # evaluation

    @torch.no_grad()
    def evaluate(
        self, step: int, final: bool = False, whole_lines: bool = False
    ) -> dict[str, float]:
        """Measure the model (its averaged weights, if there are any) and log it.

        Args:
            step: steps done.
            final: measure on test data.
            whole_lines: see `flush`; for evaluations by the clock.
        """
        # What trained before the evaluation stands before it in the file, too.
        self.flush(whole_lines)
        self.tested = final
        model = self.task.model
        model.eval()
        with self.ema.applied() if self.ema else contextlib.nullcontext():
            self.measured = metrics_of(self.task, final)
        model.train()
        if self.runtime.is_main:
            self._log("evaluate", [(step, self.seconds, self.measured)])
            append_events(self.event_file, self.events)
            self.events = []
        return self.measured

    def should_stop_early(self) -> bool:
        """Tell whether the loss has stopped falling for long; keep the weights of the best."""
        if self.stopping is None:
            return False
        if self.stopping.improves(self.measured["loss"]):
            self._save_weights("best.safetensors")
        return self.stopping.over

    def evaluate_at_the_end(self, step: int) -> None:
        """Measure what is kept: with early stopping, the weights of the best evaluation."""
        if self.stopping and math.isfinite(self.stopping.best_loss):
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
        self.flush(whole_lines=True)
        # A checkpoint with a NaN in it would make every later attempt fail as well.
        finite = torch.stack([p.detach().isfinite().all() for p in self.task.model.parameters()])
        loop = {
            "step": step,
            "seconds": self.seconds,
            "joules": self.earlier_joules + self.meter.read().joules,
            "best_loss": self.stopping.best_loss if self.stopping else math.inf,
            "n_worse": self.stopping.n_worse if self.stopping else 0,
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
            # On all processes: gathering a sharded model needs each of them, writing only the
            # first.
            weights = checkpoint.weights_of(self.task.model, self.runtime)
            # What others open is a plain network; the best weights are read back into this one.
            if name == "model.safetensors":
                weights = merged_state(weights)
            if self.runtime.is_main:
                self.run.save_weights(weights, name)

    def finish(self, step: int) -> dict[str, Any]:
        """Write the last weights and summary.json, and drop the state that is no longer needed."""
        energy = self.meter.read()
        self._save_weights("model.safetensors")
        model = checkpoint.unwrapped(self.task.model)
        shapes = merged_shapes({n: tuple(p.shape) for n, p in model.named_parameters()})
        summary = {
            "finished": True,
            "steps": step,
            "epochs": round(step / self.task.batches.steps_per_epoch, 3),
            "seconds": round(self.seconds, 3),
            "metrics": self.measured,
            "parameters": sum(map(math.prod, shapes.values())),
            **({"test_examples": self.task.n_test} if self.task.n_test else {}),
            "energy": {
                "joules": round(self.earlier_joules + energy.joules, 2),
                "source": energy.source,
            },
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
