"""A search by Optuna over scikit-learn's MLP or Keras' CNN: the configurations of bench/search.ts on its folds, one thread.

usage: search.py --features TABLE.npz --task TASK.json

TASK.json: {"model": "mlp" | "cnn", "epochs": n, "trials": [{setting: value, …}, …], "folds": [{"train": [row, …], "test": [row, …]}, …]}.
Prints JSON: the UAR of each trial over all folds, and the seconds and the processor seconds of the search, without imports and reading.
"""

import surroundings  # noqa: F401

import argparse
import json
import time
from pathlib import Path

import numpy as np
import optuna
from feature_table import read_feature_table
from sklearn.metrics import recall_score
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

parser = argparse.ArgumentParser()
parser.add_argument("--features", required=True)
parser.add_argument("--task", type=Path, required=True)
args = parser.parse_args()
task = json.loads(args.task.read_text())
if task["model"] == "cnn":
    import keras
    from keras import layers

optuna.logging.set_verbosity(optuna.logging.ERROR)
X, emotion = read_feature_table(args.features)
y = np.unique(emotion, return_inverse=True)[1]


def mlp(params: dict, X: np.ndarray, y: np.ndarray, test: np.ndarray) -> np.ndarray:
    model = MLPClassifier(
        hidden_layer_sizes=params["hiddenLayerSizes"],
        activation=params["activation"],
        alpha=params["alpha"],
        learning_rate_init=params["learningRateInit"],
        batch_size=params["batchSize"],
        max_iter=task["epochs"],
        random_state=0,
    )
    return model.fit(X, y).predict(test)


def cnn(params: dict, X: np.ndarray, y: np.ndarray, test: np.ndarray) -> np.ndarray:
    keras.utils.clear_session()
    keras.utils.set_random_seed(0)
    model = keras.Sequential([layers.Input((X.shape[1], 1))])
    for i, filters in enumerate(params["filters"]):
        model.add(layers.Conv1D(filters, params["kernelSize"], padding="same", activation="relu"))
        model.add(layers.Dropout(params["dropout"]))
        if i < len(params["filters"]) - 1:
            model.add(layers.MaxPooling1D(4))
    model.add(layers.Flatten())
    model.add(layers.Dense(int(y.max()) + 1, activation="softmax"))
    model.compile(optimizer=keras.optimizers.Adam(params["learningRate"]), loss="sparse_categorical_crossentropy")
    model.fit(X[..., None], y, batch_size=params["batchSize"], epochs=task["epochs"], verbose=0)
    return model.predict(test[..., None], batch_size=256, verbose=0).argmax(axis=1)


def objective(trial: optuna.Trial) -> float:
    # lists are JSON, since Optuna's choices are scalars
    texts = {name: trial.suggest_categorical(name, sorted({json.dumps(t[name]) for t in task["trials"]})) for name in task["trials"][0]}
    params = {name: json.loads(text) for name, text in texts.items()}
    train = mlp if task["model"] == "mlp" else cnn
    true, predicted = [], []
    for fold in task["folds"]:
        scaler = StandardScaler().fit(X[fold["train"]])
        side = [scaler.transform(X[fold[name]]) for name in ("train", "test")]
        predicted.append(train(params, side[0], y[fold["train"]], side[1]))
        true.append(y[fold["test"]])
    return recall_score(np.concatenate(true), np.concatenate(predicted), average="macro")


started, cpu = time.perf_counter(), time.process_time()
study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
for params in task["trials"]:
    study.enqueue_trial({name: json.dumps(value) for name, value in params.items()})
study.optimize(objective, n_trials=len(task["trials"]))
figures = {"seconds": time.perf_counter() - started, "processor": time.process_time() - cpu}
print(json.dumps({**figures, "scores": [trial.value for trial in study.trials]}))
