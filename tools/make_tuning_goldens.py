"""Writes the goldens of src/tuning/ and src/math/statistics/normal.golden.json: what Optuna, cmaes and scipy say.

Run by hand: python tools/make_tuning_goldens.py (optuna==5.0.0, cmaes==0.13.1, scipy==1.17.1).
"""

import json
import math
from pathlib import Path

import numpy as np
import optuna
from cmaes import CMA
from optuna._hypervolume.hssp import _solve_hssp
from optuna._hypervolume.wfg import compute_hypervolume
from optuna.distributions import (
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances
from optuna.samplers import TPESampler
from optuna.samplers._tpe import parzen_estimator
from optuna.samplers._tpe.sampler import _get_reference_point, _split_trials
from optuna.trial import TrialState, create_trial
from scipy import special, stats

SRC = Path(__file__).parent.parent / "src"


class StableNumpy:
    """numpy whose argsort keeps the order of equal values, which is left open otherwise and decides on their bandwidths."""

    def __getattr__(self, name: str) -> object:
        return getattr(np, name)

    def argsort(self, values: np.ndarray) -> np.ndarray:
        return np.argsort(values, kind="stable")


parzen_estimator.np = StableNumpy()
optuna.logging.set_verbosity(optuna.logging.ERROR)


def write(path: str, golden: object) -> None:
    file = SRC / path
    file.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(f"{file}: {file.stat().st_size} bytes")


def normal() -> None:
    xs = [-60, -37.5, -20, -19.99, -8, -5, -1.5, -0.3, -1e-9, 0, 1e-9, 0.7, 1.3, 2.9, 6, 9, 27]
    spans = [(-1, 1), (-5, 8), (-30, -25), (25, 30), (3, 3.001), (-0.1, 50), (-1e-3, 1e-3)]
    quantiles = [1e-9, 0.001, 0.1, 0.5, 0.9, 0.999]
    write(
        "math/statistics/normal.golden.json",
        {
            "erf": [[x, math.erf(x), math.erfc(x)] for x in xs],
            "logCdf": [[x, float(special.log_ndtr(x))] for x in xs],
            "quantiles": [
                [q, a, b, float(stats.truncnorm.ppf(q, a, b))] for q in quantiles for a, b in spans
            ],
        },
    )


def dimension(distribution) -> dict:
    if isinstance(distribution, CategoricalDistribution):
        return {"type": "categorical", "choices": list(distribution.choices)}
    kind = "int" if isinstance(distribution, IntDistribution) else "float"
    plain = {"type": kind, "low": distribution.low, "high": distribution.high}
    if distribution.log:
        plain["log"] = True
    elif distribution.step is not None:
        plain["step"] = distribution.step
    return plain


SPACES = {
    "float": {"x": FloatDistribution(-5, 10)},
    "mixed": {
        "rate": FloatDistribution(1e-5, 1e-1, log=True),
        "units": IntDistribution(4, 512, log=True),
        "layers": IntDistribution(1, 6),
        "dropout": FloatDistribution(0, 0.5, step=0.05),
        "solver": CategoricalDistribution(["adam", "sgd", "lbfgs"]),
    },
}


def draw(distribution, random: np.random.RandomState):
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices[random.randint(len(distribution.choices))]
    if isinstance(distribution, IntDistribution):
        if distribution.log:
            return int(round(math.exp(random.uniform(math.log(4), math.log(512)))))
        return int(random.randint(distribution.low, distribution.high + 1))
    if distribution.log:
        low, high = math.log(distribution.low), math.log(distribution.high)
        return math.exp(random.uniform(low, high))
    if distribution.step is not None:
        steps = round((distribution.high - distribution.low) / distribution.step)
        return round(distribution.low + random.randint(steps + 1) * distribution.step, 10)
    return random.uniform(distribution.low, distribution.high)


def trial_of(number, space, random, objectives, kinds, constrained):
    params = {name: draw(one, random) for name, one in space.items()}
    kind = kinds[number % len(kinds)]
    reports = {}
    values = None
    if kind == "pruned":
        reports = {step: random.uniform() for step in range(1 + random.randint(3))}
    if kind == "complete":
        values = [random.uniform() for _ in range(objectives)]
    bytes_ = random.uniform(0, 2) if constrained and kind == "complete" else None
    trial = create_trial(
        state=TrialState[kind.upper()],
        values=values,
        params=params,
        distributions=space,
        intermediate_values=reports,
        constraints={"bytes": bytes_ - 1} if bytes_ is not None else None,
    )
    plain = {
        "number": number,
        "state": kind,
        "params": params,
        "reports": [{"step": step, "value": value} for step, value in reports.items()],
    }
    if values is not None:
        plain["values"] = {f"v{i}": value for i, value in enumerate(values)}
        if bytes_ is not None:
            plain["values"]["bytes"] = bytes_
    return trial, plain


def tpe_case(name, space, count, directions, kinds=("complete",), constrained=False, seed=0):
    random = np.random.RandomState(seed)
    study = optuna.create_study(directions=directions)
    plain = []
    for number in range(count):
        trial, one = trial_of(number, space, random, len(directions), kinds, constrained)
        study.add_trial(trial)
        plain.append(one)
    sampler = TPESampler()
    trials = study.get_trials(deepcopy=False)
    judged = sum(trial.state != TrialState.RUNNING for trial in trials)
    good = math.ceil(0.1 * judged)
    if len(directions) == 1:
        good = min(good, 25)
    below, above = _split_trials(study, trials, good)
    joint = [space] if len(directions) == 1 else [{k: v} for k, v in space.items()]
    densities = []
    for group in joint:
        low = sampler._build_parzen_estimator(study, group, below, handle_below=True)
        high = sampler._build_parzen_estimator(study, group, above, handle_below=False)
        points = [{k: draw(v, random) for k, v in group.items()} for _ in range(6)]
        internal = {
            k: np.array([v.to_internal_repr(point[k]) for point in points])
            for k, v in group.items()
        }
        densities.append(
            {
                "points": points,
                "below": low.log_pdf(internal).tolist(),
                "above": high.log_pdf(internal).tolist(),
            }
        )
    return {
        "name": name,
        "space": {k: dimension(v) for k, v in space.items()},
        "objectives": {f"v{i}": direction for i, direction in enumerate(directions)},
        "constraints": {"bytes": {"max": 1}} if constrained else {},
        "trials": plain,
        "good": good,
        "below": [trial.number for trial in below],
        "densities": densities,
    }


def tpe() -> None:
    everything = ("complete", "pruned", "complete", "running", "complete")
    write(
        "tuning/tpe/tpe.golden.json",
        [
            tpe_case("one parameter, 3 trials", SPACES["float"], 3, ["minimize"]),
            tpe_case("one parameter, 30 trials", SPACES["float"], 30, ["maximize"]),
            tpe_case("mixed parameters, 12 trials", SPACES["mixed"], 12, ["minimize"]),
            tpe_case("mixed parameters, 60 trials", SPACES["mixed"], 60, ["maximize"]),
            tpe_case(
                "pruned and running trials", SPACES["mixed"], 24, ["maximize"], everything
            ),
            tpe_case(
                "hardly any complete ones",
                SPACES["mixed"],
                24,
                ["minimize"],
                ("pruned", "running", "pruned", "pruned"),
            ),
            tpe_case("a constraint", SPACES["mixed"], 30, ["minimize"], constrained=True),
            tpe_case("two objectives", SPACES["mixed"], 40, ["maximize", "minimize"]),
            tpe_case("three objectives", SPACES["mixed"], 40, ["minimize"] * 3),
        ],
    )


def hypervolumes() -> None:
    random = np.random.RandomState(0)
    cases = []
    for size, count in [(2, 12), (3, 12), (4, 9)]:
        # on a sphere, where none dominates another
        points = random.uniform(size=(count, size))
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        reference = np.full(size, 1.1)
        own = _get_reference_point(points)
        cases.append(
            {
                "points": points.tolist(),
                "volume": compute_hypervolume(points, reference),
                "chosen": [
                    _solve_hssp(points, np.arange(count), k, own).tolist() for k in (1, 4, 7)
                ],
            }
        )
    write("tuning/pareto/hypervolume.golden.json", cases)


def cma_es() -> None:
    cases = []
    for size in (1, 2, 5):
        optimizer = CMA(
            mean=np.full(size, 0.5), sigma=1 / 6, bounds=np.array([[0, 1]] * size), seed=size
        )
        generations = []
        for _ in range(12):
            asked = [optimizer.ask() for _ in range(optimizer.population_size)]
            told = [(x, float(((x - 0.3) ** 2 * np.arange(1, size + 1)).sum())) for x in asked]
            solutions = [{"x": x.tolist(), "loss": loss} for x, loss in told]
            optimizer.tell(told)
            optimizer._eigen_decomposition()
            generations.append(
                {
                    "solutions": solutions,
                    "mean": optimizer.mean.tolist(),
                    "sigma": float(optimizer._sigma),
                    "covariance": optimizer._C.ravel().tolist(),
                }
            )
        cases.append(
            {"size": size, "population": optimizer.population_size, "generations": generations}
        )
    write("tuning/cma-es/cma-es.golden.json", cases)


def sobol() -> None:
    points = stats.qmc.Sobol(128, scramble=False, bits=32).random(64)
    write(
        "tuning/sobol/sobol.golden.json",
        {
            "first": points[:16, :5].tolist(),
            "far": [[i, d, float(points[i, d])] for i in (5, 21, 63) for d in (17, 60, 127)],
        },
    )


def signed_ranks() -> None:
    random = np.random.RandomState(0)
    cases = []
    for count, decimals in [(2, 3), (4, 2), (8, 3), (9, 1), (13, 1), (24, 5), (49, 5)]:
        for shift in (-0.3, 0.0, 0.4):
            differences = (random.normal(size=count) + shift).round(decimals)
            p = stats.wilcoxon(differences, alternative="greater", zero_method="zsplit").pvalue
            cases.append([differences.tolist(), float(p)])
    write("tuning/pruners/signed-rank.golden.json", cases)


def curves(random, trials, steps):
    return (
        random.uniform(size=(trials, 1)) + 0.4 * random.normal(size=(trials, steps))
    ).round(3)


def prunings() -> None:
    """Decisions of Optuna's pruners on curves, one after the other, each to its end or to where it is pruned."""
    cases = []
    for name, pruner, steps in [
        ("median", optuna.pruners.MedianPruner(), 6),
        ("wilcoxon", optuna.pruners.WilcoxonPruner(), 8),
    ]:
        for direction in ("minimize", "maximize"):
            study = optuna.create_study(direction=direction, pruner=pruner)
            random = np.random.RandomState(1)
            ended = []
            values = curves(random, 40, steps)
            for curve in values:
                trial = study.ask()
                for step, value in enumerate(curve):
                    trial.report(float(value), step)
                    if trial.should_prune():
                        study.tell(trial, state=TrialState.PRUNED)
                        ended.append(step)
                        break
                else:
                    study.tell(trial, float(curve.mean()))
                    ended.append(None)
            cases.append(
                {
                    "pruner": name,
                    "direction": direction,
                    "curves": values.tolist(),
                    "ended": ended,
                }
            )
    write("tuning/pruners/pruners.golden.json", cases)


def importances() -> None:
    random = np.random.RandomState(3)
    cases = []
    for name, objectives in [("mixed", 1), ("mixed", 2), ("conditional", 1)]:
        space = SPACES["mixed"]
        study = optuna.create_study(directions=["minimize"] * objectives)
        plain = []
        for number in range(80):
            params = {k: draw(v, random) for k, v in space.items()}
            if name == "conditional" and params["solver"] != "sgd":
                del params["dropout"]
            loss = (math.log10(params["rate"]) + 3) ** 2 + 0.1 * params["layers"]
            loss += 0.5 * (params["solver"] == "sgd") + 4 * params.get("dropout", 0)
            values = [loss, 5 - params["units"] / 100][:objectives]
            study.add_trial(
                create_trial(
                    values=values,
                    params=params,
                    distributions={k: v for k, v in space.items() if k in params},
                )
            )
            plain.append(
                {
                    "number": number,
                    "state": "complete",
                    "params": params,
                    "reports": [],
                    "values": {f"v{i}": value for i, value in enumerate(values)},
                }
            )
        found = get_param_importances(study, evaluator=PedAnovaImportanceEvaluator())
        dimensions = {k: dimension(v) for k, v in space.items()}
        if name == "conditional":
            dimensions["dropout"]["when"] = {"solver": ["sgd"]}
        cases.append(
            {
                "name": f"{name}, {objectives} objectives",
                "space": dimensions,
                "objectives": {f"v{i}": "minimize" for i in range(objectives)},
                "trials": plain,
                "importance": found,
            }
        )
    write("tuning/importance/importance.golden.json", cases)


normal()
tpe()
hypervolumes()
cma_es()
sobol()
signed_ranks()
prunings()
importances()
