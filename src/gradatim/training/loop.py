"""The loop: how everything here learns, from the perceptron to a player of PyRat.

Read `train` from top to bottom: draw a batch, set the learning rate, forward and backward, clip,
`optimizer.step()`; now and then draw the bar, evaluate, keep a checkpoint.
"""

import math
import time
from typing import Any

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.spelling import spelled
from gradatim.training.config import TrainConfig
from gradatim.training.device import Runtime
from gradatim.training.ema import EMA
from gradatim.training.interrupt import caught_signals
from gradatim.training.optimizers import make_optimizers, set_learning_rate
from gradatim.training.progress import TrainingProgress
from gradatim.training.recorder import RunRecorder
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.training.run_folder.run import Run
from gradatim.training.schedules import learning_rate_factor
from gradatim.training.task import Batch, Task, chunk, loss_of


class Diverged(UserError):
    """The loss is no longer a finite number."""


def train(
    task: Task,
    config: TrainConfig,
    run: Run,
    runtime: Runtime | None = None,
    *,
    max_seconds: float | None = None,
    show: bool = True,
) -> dict[str, Any]:
    """Train a task in a run folder; if the folder holds a checkpoint, continue from it.

    Args:
        task: model, batches and loss. Its model is moved to the device.
        config: how long, how fast, with which optimizer.
        run: where metrics, checkpoints and weights go.
        runtime: where to compute; the best device of this machine by default.
        max_seconds: stop training after this time; the learning rate then falls by the clock.
        show: draw a progress bar.

    Returns:
        What is also in summary.json: `finished`, `steps`, `seconds` of training, `metrics` of the
        final evaluation, `parameters`, `energy`. `finished` is False after Ctrl-C.

    Raises:
        Diverged: a NaN or infinite loss; the last checkpoint is kept.
        OSError: a checkpoint could not be written; the one before it is kept.
    """
    runtime = runtime or Runtime()
    # Before the optimizers are made: they must hold the parameters that live on the device.
    task.model = runtime.prepare(task.model)
    optimizers = make_optimizers(task, task.model, config.optim, runtime.options.shard)
    # The average needs memory for a second copy of the weights, so it is kept only if asked for.
    ema = EMA(unwrapped(task.model), config.ema_decay) if config.ema_decay else None
    total = config.total_steps(task.batches.steps_per_epoch)
    evaluate_every = config.evaluate_every or task.batches.steps_per_epoch
    # A GPU works behind the program, and a number that is asked of it makes both wait: seldom then.
    sync_every = 1 if runtime.device.type == "cpu" and runtime.world_size == 1 else 25
    recorder = RunRecorder(task, optimizers, ema, run, runtime, config, total)
    # A step drawn again after a restart must be the step that would have come: everything random
    # below depends on the seed and the number of the step, never on how often the run was stopped.
    step = recorder.resume()
    first_step, first_seconds = step, recorder.seconds
    limit = max_seconds or math.inf
    elapsed = recorder.seconds
    stop = False
    next_evaluation = recorder.seconds + (config.evaluate_seconds or math.inf)

    bar = TrainingProgress(run.config["recipe"], total, show and runtime.is_main)
    with bar.progress, caught_signals() as signals:
        if config.evaluate_seconds and task.has_validation and step == 0:
            recorder.evaluate(0)  # a curve against time begins where nothing is learned yet
        task.model.train()  # dropout drops, batch norm measures: evaluating switches both off
        clock = time.perf_counter()
        while not stop:
            # All processes draw the same global batch and take their part: no data are exchanged.
            batch = runtime.local(next(task.batches))
            sync = step % sync_every == 0
            if sync and limit < math.inf:
                elapsed = runtime.same_seconds(recorder.seconds)
            # Whichever ends the run, steps or clock, the schedule has fallen to its end there.
            progress = min(1.0, max(step / total, elapsed / limit))
            set_learning_rate(optimizers, learning_rate_factor(config.lr_schedule, progress))
            runtime.seed(config.seed, step)  # of this step's dropout

            loss, metrics = forward_and_backward(task, batch, config.grad_accum_steps, runtime)
            if sync:
                check_finite(loss, step, task, recorder.saved_step)
            if config.optim.grad_clip:
                # All gradients together: the step keeps its direction (Pascanu et al. 2013).
                torch.nn.utils.clip_grad_norm_(task.model.parameters(), config.optim.grad_clip)
            for optimizer in optimizers:
                optimizer.step()
                # PyTorch adds gradients to those that are there: what was used must go.
                optimizer.zero_grad()
            if ema:
                ema.update()

            # Counted after the update: a checkpoint says how many steps are done.
            step += 1
            # Tensors, not numbers: turning one into a number makes the CPU wait for the GPU.
            recorder.note(step, {"loss": loss, **metrics})
            now = time.perf_counter()
            recorder.seconds += now - clock
            clock = now
            if sync and bar.due():
                seconds_per_step = (recorder.seconds - first_seconds) / (step - first_step)
                left = min(seconds_per_step * (total - step), limit - recorder.seconds)
                bar.show(step, recorder.to_show(), task.batches.batch_size / seconds_per_step, left)

            stop = step >= total
            # Clocks differ between processes, and one that stops, saves or logs alone would leave
            # the others waiting.
            wants = (
                recorder.seconds >= limit,
                bool(signals),
                recorder.checkpoint_due(),
                recorder.seconds >= next_evaluation,
                recorder.flush_due(),
            )
            out_of_time, interrupted, save, by_clock, log = (
                runtime.agree(wants) if sync else (False,) * 5
            )
            if log:
                recorder.flush(whole_lines=True)
            stop = stop or out_of_time
            if by_clock:
                next_evaluation = recorder.seconds + (config.evaluate_seconds or math.inf)
            # The clock may show how a run does, but decide nothing: the same seed, the same run.
            counted = step % evaluate_every == 0
            if (by_clock or counted) and task.has_validation and not stop:
                recorder.evaluate(step, whole_lines=not counted)
                stop = counted and recorder.should_stop_early()
            if sync and recorder.sample_due() and not stop:
                recorder.sample(step)
            if save or interrupted:
                recorder.checkpoint(step)
            # Not measured: whoever pressed Ctrl-C waits for the prompt.
            if interrupted and not stop:
                return {"finished": False, "steps": step, "seconds": recorder.seconds}
            clock = time.perf_counter()  # evaluating and saving are not training time

        recorder.evaluate_at_the_end(step)
        bar.show(step, recorder.to_show(), 0.0, 0.0)
        return recorder.finish(step)


def forward_and_backward(
    task: Task, batch: Batch, grad_accum_steps: int, runtime: Runtime
) -> tuple[Tensor, dict[str, Tensor]]:
    """Add the gradient of a batch's mean loss to the weights, part by part to save memory.

    Returns:
        The mean loss and metrics of the batch.
    """
    if grad_accum_steps == 1:
        with runtime.autocast():
            loss, metrics = loss_of(task, batch)
        loss.backward()
        # Without its graph: kept for the log, it would keep every activation of the step as well.
        return loss.detach(), metrics
    losses, parts = [], []
    for i in range(grad_accum_steps):
        with runtime.autocast():
            loss, metrics = loss_of(task, chunk(batch, grad_accum_steps, i))
        # Gradients of the parts add up in .grad; divided, the sum is the gradient of the mean.
        (loss / grad_accum_steps).backward()
        losses.append(loss.detach())
        parts.append(metrics)
    # The parts are of one size, so the mean of their means is the mean of the batch.
    means = {name: torch.stack([m[name].float() for m in parts]).mean() for name in parts[0]}
    return torch.stack(losses).mean(), means


def check_finite(loss: Tensor, step: int, task: Task, saved_step: int) -> None:
    """Stop a run whose loss is NaN or infinite, before the step that would spoil the weights.

    Args:
        loss: of a batch, 0-dim.
        step: steps done.
        task: whose batches are counted.
        saved_step: of the last checkpoint.

    Raises:
        Diverged: with the step, the batch and what to try.
    """
    value = loss.item()
    if not math.isfinite(value):
        epoch, batch = divmod(step, task.batches.steps_per_epoch)
        kept = f"the checkpoint of step {saved_step:,} is kept" if saved_step else "nothing is kept"
        raise Diverged(
            f"the loss became {value} at step {step + 1} (batch {batch + 1} of epoch {epoch + 1}): "
            f"try a learning rate ten times smaller, {spelled('grad_clip', 1)}, or a longer "
            f"{spelled('warmup')}; {kept}."
        )
