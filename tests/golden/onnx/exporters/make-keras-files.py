"""
Writes the `keras-*` and `tf2onnx-*` files of this folder: by Keras's own `export`, and by tf2onnx from a function of TensorFlow. With
KERAS_BACKEND=torch it writes `keras-torch` alone. See README.md.
"""

import os
import sys
import tempfile

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
import keras  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
from keras import layers  # noqa: E402
from sklearn.datasets import load_diabetes, load_iris  # noqa: E402

from record import record  # noqa: E402

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
for inner in ("kept", "refused"):
    os.makedirs(os.path.join(FOLDER, inner), exist_ok=True)
keras.utils.set_random_seed(3)
rng = np.random.default_rng(5)
iris, diabetes = load_iris(), load_diabetes()
PICKED = rng.permutation(150)[:20]
flowers, patients = iris.data.astype(np.float32), diabetes.data.astype(np.float32)
some, sick = flowers[PICKED], patients[PICKED]
scaled = ((diabetes.target - 152) / 77).astype(np.float32)[:, None]


def drawn(*shape):
    """Numbers that are written in few digits."""
    return (np.round(rng.normal(0, 1.5, shape) * 16) / 16).astype(np.float32)


def network(shape, *inner, dtype=None):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *inner])


def fitted(model, data, target, loss):
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss=loss)
    model.fit(data, target, epochs=30, batch_size=32, verbose=0)
    return model


def by_keras(name, model, rows):
    model(rows[:1])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.onnx")
        model.export(path, format="onnx", verbose=False)
        content = onnx.load(path)
    record(FOLDER, name, content, {content.graph.input[0].name: rows})


def by_tf2onnx(name, model, rows):
    import tensorflow as tf
    import tf2onnx

    spec = (tf.TensorSpec((None, *rows.shape[1:]), rows.dtype, name="x"),)
    function = tf.function(lambda x: model(x, training=False))
    content, _ = tf2onnx.convert.from_function(function, input_signature=spec, opset=18)
    record(FOLDER, name, content, {"x": rows})


dense = fitted(
    network((4,), layers.Dense(8, "relu"), layers.BatchNormalization(), layers.Dense(3, "softmax")),
    flowers,
    iris.target,
    "sparse_categorical_crossentropy",
)
if keras.backend.backend() == "torch":
    by_keras("keras-torch", dense, some)
    sys.exit()
by_keras("keras-softmax", dense, some)
by_tf2onnx("tf2onnx-softmax", dense, some)
silu = network((4,), layers.Dense(8, "silu"), layers.Dense(1, "sigmoid"))
by_keras("keras-binary", fitted(silu, flowers, (iris.target == 1) * 1.0, "binary_crossentropy"), some)
layered = fitted(
    network(
        (10,),
        layers.Dense(8),
        layers.LayerNormalization(),
        layers.Activation("relu6"),
        layers.Dropout(0.1),
        layers.Dense(1),
    ),
    patients,
    scaled,
    "mse",
)
by_keras("keras-layer-norm", layered, sick)
by_tf2onnx("tf2onnx-layer-norm", layered, sick)
pixels = drawn(20, 8, 8, 1)
images = network(
    (8, 8, 1),
    layers.Conv2D(4, 3, activation="relu"),
    layers.BatchNormalization(),
    layers.MaxPooling2D(),
    layers.Conv2D(5, 3, padding="same", activation="relu"),
    layers.Flatten(),
    layers.Dense(3, "softmax"),
)
by_keras("keras-cnn", images, pixels)
padded = network(
    (8, 8, 1),
    layers.ZeroPadding2D(1),
    layers.Conv2D(3, 3, strides=2, activation="relu"),
    layers.AveragePooling2D(2, padding="same"),
    layers.Flatten(),
    layers.Dense(2, "softmax"),
)
by_keras("keras-padded", padded, pixels)
separable = network(
    (8, 8, 1),
    layers.Conv2D(4, 3, strides=2, padding="same", activation="relu"),
    layers.DepthwiseConv2D(3, padding="same"),
    layers.SeparableConv2D(5, 3, padding="same"),
    layers.GlobalAveragePooling2D(),
    layers.Dense(1),
)
by_tf2onnx("tf2onnx-separable", separable, pixels)
line = network(
    (12, 1),
    layers.Conv1D(3, 3, padding="same", activation="relu"),
    layers.MaxPooling1D(),
    layers.Conv1D(4, 3),
    layers.GlobalMaxPooling1D(),
    layers.Dense(2, "softmax"),
)
signals = drawn(20, 12, 1)
by_keras("keras-cnn1d", line, signals)
by_tf2onnx("tf2onnx-cnn1d", line, signals)
words = rng.integers(0, 12, (20, 5)).astype(np.int32)
flat = [layers.Embedding(12, 4), layers.Flatten(), layers.Dense(3, "softmax")]
by_keras("keras-words", network((5,), *flat, dtype="int32"), words)
mean = [layers.Embedding(12, 4), layers.GlobalAveragePooling1D(), layers.Dense(3)]
by_tf2onnx("tf2onnx-mean-words", network((5,), *mean, dtype="int32"), words)
series = drawn(20, 5, 3)
by_keras("kept/keras-lstm", network((5, 3), layers.LSTM(4), layers.Dense(2)), series)
by_tf2onnx("kept/tf2onnx-mish", network((4,), layers.Dense(6, "mish"), layers.Dense(3)), some)
# Constants that a layer holds as arrays become inputs that nobody can feed: seen with Keras 3.15 and tf2onnx 1.17.
norm = layers.Normalization()
norm.adapt(flowers)
by_keras("refused/keras-normalized", network((4,), norm, layers.Dense(3)), some)
# Of erfc, which ONNX has not.
by_keras("refused/keras-gelu", network((4,), layers.Dense(6, "gelu"), layers.Dense(3)), some)
