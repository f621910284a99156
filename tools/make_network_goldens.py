"""Makes the goldens of the training engine: short trainings by scikit-learn and Keras from given weights.

Usage: KERAS_BACKEND=tensorflow python tools/make_network_goldens.py
Needs scikit-learn 1.9 and Keras 3. Writes {mlp,cnn}-training.golden.json and standard-scaler.golden.json under src/models/.
"""

import json
import warnings



import keras
import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from golden_json import golden_path

MLP_CASES = [
    {"activation": "relu", "solver": "adam", "alpha": 0.01},
    {"activation": "tanh", "solver": "sgd", "alpha": 0.1, "learning_rate_init": 0.05},
    {
        "activation": "logistic",
        "solver": "sgd",
        "alpha": 0.0,
        "learning_rate_init": 0.2,
        "learning_rate": "invscaling",
        "nesterovs_momentum": False,
    },
    {
        "activation": "relu",
        "solver": "adam",
        "alpha": 0.001,
        "learning_rate_init": 0.01,
        "max_iter": 200,
        "tol": 0.01,
        "n_iter_no_change": 3,
    },
    {
        "activation": "relu",
        "solver": "sgd",
        "alpha": 0.001,
        "learning_rate": "adaptive",
        "learning_rate_init": 0.1,
        "max_iter": 200,
        "tol": 0.01,
        "n_iter_no_change": 2,
    },
]
EPOCHS = {"max_iter": 13, "tol": 0, "n_iter_no_change": 100}


def rounded(array, digits=9):
    return [float(f"{x:.{digits}g}") for x in np.asarray(array, dtype=np.float64).ravel()]


def data(rng, rows, columns, classes):
    y = np.arange(rows) % classes
    centres = rng.normal(size=(classes, columns))
    X = np.round(centres[y] + rng.normal(size=(rows, columns)), 3)
    return X, y


def mlp():
    rng = np.random.default_rng(1)
    X, y = data(rng, 56, 12, 3)
    shapes = [(12, 10), (10, 3)]
    layers = [
        (np.round(rng.uniform(-0.5, 0.5, shape), 4), np.round(rng.uniform(-0.5, 0.5, shape[1]), 4))
        for shape in shapes
    ]
    cases = []
    for settings in MLP_CASES:
        start = iter(layers)

        def init_coef(*_):
            kernel, bias = next(start)
            return kernel.copy(), bias.copy()

        model = MLPClassifier(
            hidden_layer_sizes=(10,),
            batch_size=16,
            shuffle=False,
            **{**EPOCHS, **settings},
        )
        model._init_coef = init_coef
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(X, y)
        flat = [part for pair in zip(model.coefs_, model.intercepts_) for part in pair]
        cases.append(
            {
                "settings": settings,
                "losses": rounded(model.loss_curve_),
                "parameters": rounded(np.concatenate([part.ravel() for part in flat]), 7),
                "probabilities": rounded(model.predict_proba(X[:4]), 7),
            }
        )
    initial = np.concatenate([part.ravel() for pair in layers for part in pair])
    return {
        "source": f"scikit-learn {sklearn.__version__}",
        "X": X.tolist(),
        "y": y.tolist(),
        "initial": initial.tolist(),
        "cases": cases,
    }


def cnn():
    rng = np.random.default_rng(2)
    keras.utils.set_random_seed(3)
    X, y = data(rng, 40, 50, 3)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((50, 1)),
            layers.Conv1D(20, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(4),
            layers.Conv1D(20, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(4),
            layers.Conv1D(4, 5, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.set_weights([np.round(weights + 0.02, 4) for weights in model.get_weights()])
    initial = np.concatenate([weights.ravel() for weights in model.get_weights()])
    model.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy())
    losses = []
    for _ in range(17):
        for start in range(0, 40, 16):
            rows = slice(start, start + 16)
            losses.append(model.train_on_batch(X[rows, :, None], y[rows]))
            model.reset_metrics()
    return {
        "source": f"Keras {keras.__version__}",
        "X": X.tolist(),
        "y": y.tolist(),
        "initial": rounded(initial, 5),
        "losses": rounded(losses),
        "parameters": rounded(np.concatenate([w.ravel() for w in model.get_weights()]), 7),
        "probabilities": rounded(model.predict(X[:4, :, None], verbose=0), 7),
    }


def scaler():
    rng = np.random.default_rng(4)
    X = rng.normal(size=(7, 4)) * [1, 1e-3, 1e4, 0] + [0, 5, -1e5, 0.1]
    X = X.astype(np.float32)
    fitted = StandardScaler().fit(X.astype(np.float64))
    return {
        "source": f"scikit-learn {sklearn.__version__}",
        "X": X.astype(np.float64).tolist(),
        "mean": rounded(fitted.mean_),
        "scale": rounded(fitted.scale_),
        "scaled": rounded(fitted.transform(X.astype(np.float64))),
    }


def write(path, content):
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
    print(path, path.stat().st_size)


write(golden_path("mlp-training"), mlp())
write(golden_path("cnn-training"), cnn())
write(golden_path("standard-scaler"), scaler())
