"""A search by Optuna over scikit-learn's MLP or Keras' CNN: the configurations of bench/search.ts on its folds.

usage: search.py --features TABLE.npz --task TASK.json [--type float32] [--jobs 1] [--processes 1]

TASK.json: {"model": "mlp" | "cnn", "epochs": n, "trials": [{setting: value, …}, …], "folds": [{"train": [row, …], "test": [row, …]}, …]}.
--jobs is Optuna's n_jobs, --processes the processes on one study. THREADS, in the environment, are the threads of each numeric library.
Prints JSON: the UAR of each trial over all folds, and the seconds and the processor seconds of the search, without imports and reading.
"""

import surroundings  # noqa: F401

import argparse
import json
import multiprocessing
import tempfile
import time
from pathlib import Path

import numpy as np
import optuna
from feature_table import read_feature_table
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from sklearn.metrics import recall_score
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

parser = argparse.ArgumentParser()
parser.add_argument("--features", required=True)
parser.add_argument("--task", type=Path, required=True)
parser.add_argument("--type", default="float32")
parser.add_argument("--jobs", type=int, default=1)
parser.add_argument("--processes", type=int, default=1)
args = parser.parse_args()
task = json.loads(args.task.read_text())
if task["model"] == "cnn":
    import keras
    from keras import layers

optuna.logging.set_verbosity(optuna.logging.ERROR)
X, emotion = read_feature_table(args.features)
X = X.astype(args.type)
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


def storage(journal: str | None) -> JournalStorage | None:
    return None if journal is None else JournalStorage(JournalFileBackend(journal))


def optimize(journal: str, ready: multiprocessing.Barrier, spent: multiprocessing.Queue) -> None:
    """A process of several on one study."""
    study = optuna.load_study(study_name="search", storage=storage(journal), sampler=optuna.samplers.TPESampler(seed=0))
    states = (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.RUNNING)
    end = optuna.study.MaxTrialsCallback(len(task["trials"]), states)
    ready.wait()
    before = time.process_time()
    study.optimize(objective, callbacks=[end])
    spent.put(time.process_time() - before)


def create_study(journal: str | None) -> optuna.Study:
    sampler = optuna.samplers.TPESampler(seed=0)
    study = optuna.create_study(study_name="search", storage=storage(journal), direction="maximize", sampler=sampler)
    for params in task["trials"]:
        study.enqueue_trial({name: json.dumps(value) for name, value in params.items()})
    return study


def alone() -> dict:
    started, cpu = time.perf_counter(), time.process_time()
    study = create_study(None)
    study.optimize(objective, n_trials=len(task["trials"]), n_jobs=args.jobs)
    return {"seconds": time.perf_counter() - started, "processor": time.process_time() - cpu, "scores": [t.value for t in study.trials]}


def together() -> dict:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        journal = f"{folder}/journal.log"
        study = create_study(journal)
        ready, spent = context.Barrier(args.processes + 1), context.Queue()
        workers = [context.Process(target=optimize, args=(journal, ready, spent)) for _ in range(args.processes)]
        for worker in workers:
            worker.start()
        ready.wait()
        started = time.perf_counter()
        processor = sum(spent.get() for _ in workers)
        seconds = time.perf_counter() - started
        return {"seconds": seconds, "processor": processor, "scores": [t.value for t in study.trials[: len(task["trials"])]]}


if __name__ == "__main__":
    print(json.dumps(alone() if args.processes == 1 else together()))
