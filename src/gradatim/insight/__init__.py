"""Looking inside: attribution, attention, attacks, calibration, fairness, size and cost.

    from gradatim.insight import saliency

    maps = saliency(model, images, targets)  # (B, C, H, W)

Importing this package imports nothing; a name brings its own file when it is used. The logit lens
is `gradatim.insight.logit_lens.logit_lens`: one name cannot be a module and a function at once.
"""

from typing import TYPE_CHECKING

from gradatim.lazy import lazy_names

if TYPE_CHECKING:
    from gradatim.insight.activation_maximization import maximize, maximize_classes
    from gradatim.insight.activations import capture, feature_maps
    from gradatim.insight.attacks import NormalizedModel, fgsm, pgd
    from gradatim.insight.attention_rollout import rollout_of
    from gradatim.insight.attribution import grad_cam, integrated_gradients, occlusion, saliency
    from gradatim.insight.corruptions import corrupt
    from gradatim.insight.metrics.calibration import (
        brier_score,
        calibration_error,
        fit_temperature,
        reliability,
    )
    from gradatim.insight.metrics.fairness import by_group, gaps
    from gradatim.insight.model_size import measure, plan
    from gradatim.insight.saliency_checks import cascading_randomization, deletion

__all__ = [
    "NormalizedModel",
    "brier_score",
    "by_group",
    "calibration_error",
    "capture",
    "cascading_randomization",
    "corrupt",
    "deletion",
    "feature_maps",
    "fgsm",
    "fit_temperature",
    "gaps",
    "grad_cam",
    "integrated_gradients",
    "maximize",
    "maximize_classes",
    "measure",
    "occlusion",
    "pgd",
    "plan",
    "reliability",
    "rollout_of",
    "saliency",
]

if not TYPE_CHECKING:  # to a type checker it would mean that every name is there
    __getattr__ = lazy_names(
        __name__,
        {
            "maximize": "activation_maximization",
            "maximize_classes": "activation_maximization",
            "capture": "activations",
            "feature_maps": "activations",
            "NormalizedModel": "attacks",
            "fgsm": "attacks",
            "pgd": "attacks",
            "rollout_of": "attention_rollout",
            "grad_cam": "attribution",
            "integrated_gradients": "attribution",
            "occlusion": "attribution",
            "saliency": "attribution",
            "brier_score": "metrics.calibration",
            "calibration_error": "metrics.calibration",
            "fit_temperature": "metrics.calibration",
            "reliability": "metrics.calibration",
            "corrupt": "corruptions",
            "by_group": "metrics.fairness",
            "gaps": "metrics.fairness",
            "measure": "model_size",
            "plan": "model_size",
            "cascading_randomization": "saliency_checks",
            "deletion": "saliency_checks",
        },
    )


def __dir__() -> list[str]:
    return __all__
