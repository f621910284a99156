"""Makes the goldens of losses, optimisers, schedules and of MLPClassifier's options: short trainings from given weights.

Usage: KERAS_BACKEND=tensorflow python tools/make_training_goldens.py
Needs scikit-learn 1.9, Keras 3 and scipy. Writes {keras,schedules,lbfgs}.golden.json under src/training/ and mlp-options.golden.json under src/models/.
"""

import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import warnings
from unittest.mock import patch

import keras
import numpy as np
import scipy
import sklearn
from golden_json import golden_path, write_golden
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.neural_network import _multilayer_perceptron as perceptron
from sklearn.utils.class_weight import compute_class_weight



def clouds(rng, rows: int, columns: int, classes: int):
    y = np.arange(rows) % classes
    return np.round(rng.normal(size=(classes, columns))[y] + rng.normal(size=(rows, columns)), 3), y


# Keras: a dense network under each optimiser, loss, penalty, clipping; our settings and what makes the same there

ROWS, BATCH, EPOCHS = 20, 8, 8
optimizers, losses, regularizers = keras.optimizers, keras.losses, keras.regularizers
KERAS_CASES = [
    ({"optimizer": {"name": "sgd"}}, {"optimizer": optimizers.SGD}),
    ({"optimizer": {"name": "sgd", "momentum": 0.8}}, {"optimizer": optimizers.SGD, "momentum": 0.8}),
    (
        {"optimizer": {"name": "sgd", "momentum": 0.8, "nesterov": True}},
        {"optimizer": optimizers.SGD, "momentum": 0.8, "nesterov": True},
    ),
    ({"optimizer": {"name": "adam"}}, {"optimizer": optimizers.Adam}),
    (
        {"optimizer": {"name": "adam", "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-3}},
        {"optimizer": optimizers.Adam, "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-3},
    ),
    ({"optimizer": {"name": "adamw"}}, {"optimizer": optimizers.AdamW}),
    ({"optimizer": {"name": "adamw", "weightDecay": 0.3}}, {"optimizer": optimizers.AdamW, "weight_decay": 0.3}),
    ({"optimizer": {"name": "rmsprop"}}, {"optimizer": optimizers.RMSprop}),
    (
        {"optimizer": {"name": "rmsprop", "rho": 0.8, "momentum": 0.5, "epsilon": 1e-4, "centered": True}},
        {"optimizer": optimizers.RMSprop, "rho": 0.8, "momentum": 0.5, "epsilon": 1e-4, "centered": True},
    ),
    ({"clipNorm": 0.05}, {"optimizer": optimizers.SGD, "clipnorm": 0.05}),
    ({"globalClipNorm": 0.05}, {"optimizer": optimizers.SGD, "global_clipnorm": 0.05}),
    ({"clipValue": 0.02}, {"optimizer": optimizers.SGD, "clipvalue": 0.02}),
    ({"emaMomentum": 0.9}, {"optimizer": optimizers.Adam, "use_ema": True, "ema_momentum": 0.9}),
    ({"l1": 0.01}, {"optimizer": optimizers.SGD, "regularizer": regularizers.L1(0.01)}),
    ({"l2": 0.02}, {"optimizer": optimizers.SGD, "regularizer": regularizers.L2(0.02)}),
    ({"l1": 0.01, "l2": 0.02}, {"optimizer": optimizers.SGD, "regularizer": regularizers.L1L2(0.01, 0.02)}),
    (
        {"loss": {"name": "categoricalCrossentropy", "labelSmoothing": 0.2}},
        {"optimizer": optimizers.SGD, "loss": losses.CategoricalCrossentropy(label_smoothing=0.2)},
    ),
    (
        {"loss": {"name": "categoricalFocalCrossentropy"}},
        {"optimizer": optimizers.SGD, "loss": losses.CategoricalFocalCrossentropy()},
    ),
    (
        {"loss": {"name": "categoricalFocalCrossentropy", "gamma": 0.5, "alpha": 1, "labelSmoothing": 0.1}},
        {
            "optimizer": optimizers.SGD,
            "loss": losses.CategoricalFocalCrossentropy(alpha=1.0, gamma=0.5, label_smoothing=0.1),
        },
    ),
    ({"loss": {"name": "meanSquaredError"}}, {"optimizer": optimizers.SGD, "loss": losses.MeanSquaredError()}),
    ({"classWeight": {"a": 2, "b": 0.5, "c": 1.25}}, {"optimizer": optimizers.SGD, "class_weight": {0: 2, 1: 0.5, 2: 1.25}}),
]


def keras_model(regularizer, output: str):
    dense = keras.layers.Dense
    return keras.Sequential(
        [
            keras.Input((4,)),
            dense(5, activation="tanh", kernel_regularizer=regularizer),
            dense(3, activation=output, kernel_regularizer=regularizer),
        ]
    )


def flat(weights) -> np.ndarray:
    return np.concatenate([np.asarray(part).ravel() for part in weights])


def keras_golden() -> dict:
    rng = np.random.default_rng(5)
    X, y = clouds(rng, ROWS, 4, 3)
    targets = np.eye(3)[y]
    numbers = np.round(rng.normal(size=(ROWS, 3)), 3)
    initial = [np.round(rng.uniform(-0.5, 0.5, shape), 4) for shape in [(4, 5), 5, (5, 3), 3]]
    cases = []
    for settings, made in KERAS_CASES:
        made = dict(made)
        regression = settings.get("loss", {}).get("name") == "meanSquaredError"
        optimizer, loss = made.pop("optimizer"), made.pop("loss", losses.CategoricalCrossentropy())
        class_weight = made.pop("class_weight", None)
        model = keras_model(made.pop("regularizer", None), "linear" if regression else "softmax")
        model.set_weights(initial)
        rate = 0.01 if optimizer in (optimizers.Adam, optimizers.AdamW, optimizers.RMSprop) else 0.2
        model.compile(optimizer(learning_rate=rate, **made), loss)
        epochs = []
        for _ in range(EPOCHS):
            total = 0
            for start in range(0, ROWS, BATCH):
                rows = slice(start, start + BATCH)
                model.reset_metrics()
                value = model.train_on_batch(X[rows], (numbers if regression else targets)[rows], class_weight=class_weight)
                total += float(value) * len(X[rows]) / ROWS
            epochs.append(total)
        model.optimizer.finalize_variable_values(model.trainable_variables)
        name = optimizer.__name__.lower()
        cases.append(
            {
                "settings": {"optimizer": {"name": name}, "learningRate": rate, **settings},
                "losses": epochs,
                "parameters": flat(model.get_weights()),
            }
        )
    return {
        "source": f"Keras {keras.__version__}",
        "X": X,
        "y": ["abc"[c] for c in y],
        "numbers": numbers,
        "batchSize": BATCH,
        "initial": flat(initial),
        "cases": cases,
    }


# Keras: learning rates


def schedules_golden() -> dict:
    cosine = []
    for settings in [{}, {"warmupEpochs": 2}, {"warmupEpochs": 1, "alpha": 0.1}]:
        steps, epochs = 3, 6
        warmup = settings.get("warmupEpochs", 0) * steps
        start = {"initial_learning_rate": 0.0, "warmup_target": 0.4, "warmup_steps": warmup} if warmup else {"initial_learning_rate": 0.4}
        decay = optimizers.schedules.CosineDecay(decay_steps=steps * epochs - warmup, alpha=settings.get("alpha", 0.0), **start)
        cosine.append({"settings": settings, "rates": [float(decay(step)) for step in range(steps * epochs)]})
    rng = np.random.default_rng(6)
    monitored = np.round(np.maximum(1 - 0.1 * np.arange(40), 0.3) + 0.05 * rng.normal(size=40), 3)
    plateau = []
    for settings, made in [
        ({"patience": 2}, {"patience": 2}),
        ({"factor": 0.5, "patience": 1, "minDelta": 0.02, "cooldown": 3}, {"factor": 0.5, "patience": 1, "min_delta": 0.02, "cooldown": 3}),
        ({"patience": 3, "minLearningRate": 0.004}, {"patience": 3, "min_lr": 0.004}),
    ]:
        model = keras_model(None, "softmax")
        model.compile(optimizers.SGD(0.4), losses.CategoricalCrossentropy())
        callback = keras.callbacks.ReduceLROnPlateau(monitor="loss", **made)
        callback.set_model(model)
        callback.on_train_begin()
        rates = []
        for epoch, value in enumerate(monitored):
            callback.on_epoch_end(epoch, {"loss": value})
            rates.append(float(keras.ops.convert_to_numpy(model.optimizer.learning_rate)))
        plateau.append({"settings": settings, "rates": rates})
    return {"source": f"Keras {keras.__version__}", "learningRate": 0.4, "cosine": cosine, "monitored": monitored, "plateau": plateau}


# scipy: L-BFGS-B


def rosenbrock(x):
    a, b = x[:-1], x[1:]
    gradient = np.zeros_like(x)
    gradient[:-1] = -400 * a * (b - a * a) - 2 * (1 - a)
    gradient[1:] += 200 * (b - a * a)
    return np.sum(100 * (b - a * a) ** 2 + (1 - a) ** 2), gradient


def quartic(x):
    scale = np.arange(1, len(x) + 1)
    return np.sum(scale * x**4 + np.sin(3 * x)), 4 * scale * x**3 + 3 * np.cos(3 * x)


def lbfgs_golden() -> dict:
    cases = []
    for name, function, start in [
        ("rosenbrock", rosenbrock, [-1.2, 1]),
        ("rosenbrock", rosenbrock, [-1.2, 1, 0.5, -2, 1.5, 0.1]),
        ("quartic", quartic, [3, -2, 1, 0.5]),
        ("quartic", quartic, [40, -30]),
    ]:
        found = minimize(function, np.array(start, float), jac=True, method="L-BFGS-B", options={"gtol": 1e-5, "maxls": 20})
        cases.append(
            {
                "function": name,
                "start": start,
                "point": found.x,
                "value": float(found.fun),
                "iterations": int(found.nit),
                "evaluations": int(found.nfev),
            }
        )
    return {"source": f"scipy {scipy.__version__}", "tol": 1e-5, "cases": cases}


# scikit-learn: what MLPClassifier can do besides `fit` with three classes; all numbers are exact in float32, so that L-BFGS goes the same way


def exact(values):
    return np.round(np.asarray(values) * 1024) / 1024


MLP = {"hidden_layer_sizes": (6,), "batch_size": 16, "shuffle": False}


def fixed_start(model: MLPClassifier, layers: list) -> MLPClassifier:
    start = iter(layers)

    def init_coef(*_):
        kernel, bias = next(start)
        return kernel.copy(), bias.copy()

    model._init_coef = init_coef
    return model


def outcome(model: MLPClassifier, X) -> dict:
    parts = [part for pair in zip(model.coefs_, model.intercepts_) for part in pair]
    return {
        "losses": list(getattr(model, "loss_curve_", [])),
        "loss": float(model.loss_),
        "nIter": int(model.n_iter_),
        "t": int(model.t_),
        "parameters": flat(parts),
        "probabilities": model.predict_proba(X[:4]),
    }


def mlp_options_golden() -> dict:
    rng = np.random.default_rng(7)
    data = {}
    for classes in (2, 3):
        X, y = clouds(rng, 32, 5, classes)
        shapes = [(5, 6), (6, 1 if classes == 2 else 3)]
        layers = [(exact(rng.uniform(-0.6, 0.6, s)), exact(rng.uniform(-0.6, 0.6, s[1]))) for s in shapes]
        data[classes] = (exact(X), y, layers)
    weights = exact(rng.uniform(0.2, 2, 32))
    fits = []
    for classes, settings, weighted in [
        (2, {"alpha": 0.1, "max_iter": 17, "tol": 0, "n_iter_no_change": 100}, False),
        (2, {"alpha": 0.1, "solver": "sgd", "activation": "identity", "learning_rate_init": 0.05, "max_iter": 17, "tol": 0, "n_iter_no_change": 100}, True),
        (3, {"alpha": 0.5, "max_iter": 17, "tol": 0, "n_iter_no_change": 100, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4}, True),
        (3, {"solver": "lbfgs", "alpha": 0.125, "activation": "tanh"}, False),
        (3, {"solver": "lbfgs", "alpha": 0.0625, "activation": "logistic", "max_iter": 30}, True),
        (3, {"solver": "lbfgs", "alpha": 0.125, "activation": "tanh", "max_fun": 12}, False),
        (2, {"solver": "lbfgs", "alpha": 1, "activation": "relu", "tol": 1e-5}, False),
    ]:
        X, y, layers = data[classes]
        model = fixed_start(MLPClassifier(**MLP, **settings), layers)
        model.fit(X, y, sample_weight=weights if weighted else None)
        fits.append({"classes": classes, "settings": settings, "weighted": weighted, **outcome(model, X)})

    X, y, layers = data[3]
    model = fixed_start(MLPClassifier(**MLP, solver="sgd", learning_rate="invscaling", learning_rate_init=0.3), layers)
    parts = [slice(0, 25), slice(25, 32), slice(10, 32)]
    for rows in parts:
        model.partial_fit(X[rows], y[rows], classes=[0, 1, 2])
    partial = outcome(model, X)

    model = fixed_start(MLPClassifier(**MLP, learning_rate_init=0.02, max_iter=40, tol=0.01, n_iter_no_change=2, warm_start=True), layers)
    warm = []
    for _ in range(3):
        model.fit(X, y)
        warm.append(outcome(model, X))

    def split(X, y, **_):
        return X[:22], X[22:], y[:22], y[22:]

    stopping = {"learning_rate_init": 0.05, "max_iter": 60, "n_iter_no_change": 4, "early_stopping": True}
    model = fixed_start(MLPClassifier(**MLP, **stopping), layers)
    with patch.object(perceptron, "train_test_split", split):
        model.fit(X, y)
    early = {**outcome(model, X), "scores": model.validation_scores_, "best": float(model.best_validation_score_)}
    uneven = list("aababbbcab")
    balanced = compute_class_weight("balanced", classes=np.array(list("abc")), y=np.array(uneven))
    return {
        "source": f"scikit-learn {sklearn.__version__}",
        "balanced": {"y": uneven, "weights": balanced},
        "data": {
            str(classes): {"X": X, "y": y, "initial": flat([part for pair in layers for part in pair])}
            for classes, (X, y, layers) in data.items()
        },
        "weights": weights,
        "fits": fits,
        "partial": partial,
        "warm": warm,
        "early": early,
    }


with warnings.catch_warnings():
    warnings.simplefilter("ignore", ConvergenceWarning)
    write_golden(golden_path("keras"), keras_golden())
    write_golden(golden_path("schedules"), schedules_golden())
    write_golden(golden_path("lbfgs"), lbfgs_golden())
    write_golden(golden_path("mlp-options"), mlp_options_golden())
