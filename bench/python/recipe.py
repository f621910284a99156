"""The two models of the well-known recipe, in scikit-learn and in Keras."""

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler


def mlp(seed: int) -> MLPClassifier:
    recipe = {"hidden_layer_sizes": (300,), "alpha": 0.01, "batch_size": 256, "learning_rate_init": 1e-3}
    return MLPClassifier(**recipe, max_iter=500, random_state=seed)


def cnn(columns: int, classes: int, seed: int):
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    model = keras.Sequential([layers.Input((columns, 1))])
    for filters, pooled in [(64, True), (128, True), (256, False)]:
        model.add(layers.Conv1D(filters, 5, padding="same", activation="relu"))
        model.add(layers.Dropout(0.1))
        if pooled:
            model.add(layers.MaxPooling1D(4))
    model.add(layers.Flatten())
    model.add(layers.Dense(classes, activation="softmax"))
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy")
    return model


def train_and_predict(kind: str, X: np.ndarray, y: np.ndarray, test: np.ndarray, seed: int, epochs: int) -> np.ndarray:
    """Classes (0, 1, …) predicted for the rows of `test` by a model trained on standardised X."""
    scaler = StandardScaler().fit(X)
    X, test = scaler.transform(X), scaler.transform(test)
    if kind == "mlp":
        return mlp(seed).fit(X, y).predict(test)
    model = cnn(X.shape[1], int(y.max()) + 1, seed)
    model.fit(X[..., None], y, batch_size=32, epochs=epochs, verbose=0)
    return model.predict(test[..., None], verbose=0).argmax(axis=1)
