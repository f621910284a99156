"""The best value so far of Optuna's TPE on the functions of bench/samplers.ts, as JSON: {function: [[value after each trial], …]}.

Arguments: seeds, trials (optuna==5.0.0).
"""

import json
import math
import random
import sys
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
SEEDS, TRIALS = int(sys.argv[1]), int(sys.argv[2])

A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]
C = [1, 1.2, 3, 3.2]


def branin_value(x, y):
    return (y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def branin(trial):
    return branin_value(trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15))


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    return -sum(C[k] * math.exp(-sum(A[k][i] * (x[i] - 1e-4 * P[k][i]) ** 2 for i in range(6))) for k in range(4))


def conditional(trial):
    if trial.suggest_categorical("kind", ["a", "b"]) == "a":
        return 1 + (trial.suggest_float("a", -5, 5) - 2) ** 2
    return (trial.suggest_float("b", -5, 5) + 1) ** 2 + (trial.suggest_int("n", 0, 10) - 7) ** 2 / 10


def noisy(trial):
    value = branin_value(trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15))
    trial.set_user_attr("true", value)
    return value + NOISE.gauss(0, 5)


def mixed(trial):
    rate = trial.suggest_float("rate", 1e-5, 1e-1, log=True)
    units = trial.suggest_int("units", 16, 512, step=16)
    kind = trial.suggest_categorical("kind", ["relu", "tanh", "logistic"])
    return (math.log10(rate) + 2.5) ** 2 + (math.log2(units) - 7) ** 2 / 4 + {"relu": 0, "tanh": 0.3, "logistic": 1}[kind]


result = {}
for objective in (branin, hartmann6, conditional, noisy, mixed):
    curves = []
    for seed in range(SEEDS):
        NOISE = random.Random(seed)
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
        study.optimize(objective, n_trials=TRIALS)
        best, told, curve = math.inf, math.inf, []
        for trial in study.trials:
            # of noisy values the true one of the trial that seems best
            if trial.value < told:
                told, best = trial.value, trial.user_attrs.get("true", trial.value)
            curve.append(best)
        curves.append(curve)
    result[objective.__name__] = curves
print(json.dumps(result))
