"""The tools' side of `npm run interop`: python checks.py TOOL FOLDER, one JSON line per check."""

import json
import math
import subprocess
import sys
from pathlib import Path

TOLERANCE = 1e-5


def report(status, name, detail=""):
    print(json.dumps({"status": status, "name": name, "detail": detail}), flush=True)


def check(name, action):
    """Runs one check; what it raises is its failure, what it returns is told."""
    try:
        report("passed", name, action() or "")
    except Exception as error:  # any tool raises what it likes
        report("failed", name, f"{type(error).__name__}: {error}"[:500])


def models(root, format_name):
    """Folders of a format, with what the app answered."""
    for folder in sorted((root / "models").iterdir()):
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        if (folder / format_name).is_dir():
            yield folder.name, folder / format_name, expected


def number(value):
    return math.nan if value is None else value


def compare_values(expected, values):
    worst = 0.0
    for wanted, got in zip(expected["answers"], values, strict=True):
        scale = max(1.0, abs(wanted), expected["scale"])
        worst = max(worst, abs(wanted - float(got)) / scale)
    assert worst <= TOLERANCE, f"off by {worst}"
    return f"{len(expected['answers'])} rows, at most {worst:.1e} off"


def could_be(expected, probabilities, label):
    """Whether another class is as likely, by as much as answers may differ."""
    at = expected["classes"].index(label)
    if expected["threshold"] is not None and len(probabilities) == 2:
        return abs(probabilities[1] - expected["threshold"]) <= TOLERANCE
    return max(probabilities) - probabilities[at] <= 2 * TOLERANCE


def compare_classes(expected, labels, probabilities):
    worst = 0.0
    rows = zip(expected["probabilities"], probabilities, expected["answers"], labels, strict=True)
    for row, (wanted, got, answer, label) in enumerate(rows):
        worst = max(worst, *(abs(a - float(b)) for a, b in zip(wanted, got, strict=True)))
        assert label is None or label == answer or could_be(expected, wanted, label), (
            f"row {row}: {label} instead of {answer}"
        )
    assert worst <= TOLERANCE, f"off by {worst}"
    return f"{len(labels)} rows, at most {worst:.1e} off, same classes"


def onnx_checker(root):
    import onnx
    from onnx import checker, shape_inference

    for format_name in ("onnx", "mlflow", "huggingface"):
        for name, folder, _ in models(root, format_name):

            def action(folder=folder):
                model = onnx.load(folder / "model.onnx")
                checker.check_model(model, full_check=True)
                shape_inference.infer_shapes(model, strict_mode=True)

            check(f"{format_name} of {name}", action)


def onnx_runtime(root):
    import numpy as np
    import onnxruntime

    for name, folder, expected in models(root, "onnx"):

        def action(folder=folder, expected=expected):
            session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), providers=["CPUExecutionProvider"]
            )
            feeds = {}
            for column in expected["columns"]:
                if column["type"] in ("number", "integer", "datetime"):
                    values = np.array([number(v) for v in column["values"]], dtype=np.float64)
                else:
                    values = np.array(column["values"], dtype=object)
                feeds[column["feed"]] = values.reshape(-1, 1)
            answers = session.run(None, feeds)
            if expected["classes"] is None:
                return compare_values(expected, answers[0].ravel())
            return compare_classes(expected, list(answers[0]), answers[1])

        check(name, action)


ACTIVATIONS = {
    "linear": lambda np, x: x,
    "relu": lambda np, x: np.maximum(x, 0),
    "tanh": lambda np, x: np.tanh(x),
    "gelu": lambda np, x: 0.5
    * x
    * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))),
}


def dense_answers(np, config, tensors, inputs):
    """A network of dense layers, from its description alone."""
    values = np.array(inputs, dtype=np.float64)
    for layer in config["network"]["layers"]:
        assert layer["layer"] == "dense"
        values = values @ tensors[layer["kernel"]] + tensors[layer["bias"]]
        values = ACTIVATIONS[layer["activation"]](np, values)
    if config["kind"] == "regression":
        transform = config["target_transform"]
        return values.ravel() * transform["scale"] + transform["offset"]
    if config["kind"] == "binary":
        positive = 1 / (1 + np.exp(-values))
        return np.hstack([1 - positive, positive])
    shifted = np.exp(values - values.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def safetensors_numpy(root):
    import numpy as np
    from safetensors.numpy import load_file

    for name, folder, expected in models(root, "safetensors"):

        def action(folder=folder, expected=expected):
            tensors = load_file(folder / "weights.safetensors")
            shapes = {key: list(tensor.shape) for key, tensor in tensors.items()}
            wanted = {tensor["name"]: tensor["shape"] for tensor in expected["tensors"]}
            assert shapes == wanted, f"{shapes} instead of {wanted}"
            config = json.loads((folder / "config.json").read_text("utf-8"))
            if config["network"]["type"] != "layers":
                return f"{len(tensors)} tensors"
            answers = dense_answers(np, config, tensors, expected["inputs"])
            if expected["classes"] is None:
                return compare_values(expected, answers)
            return compare_classes(expected, [None] * len(answers), answers)

        check(name, action)
    for name, folder, expected in models(root, "huggingface"):
        if expected["tensors"]:
            check(
                f"huggingface of {name}",
                lambda folder=folder: f"{len(load_file(folder / 'model.safetensors'))} tensors",
            )


def frame_of(expected):
    """Raw rows as a person has them: dates as dates, missing texts as None."""
    import pandas as pd

    table = {}
    for column in expected["columns"]:
        values = column["values"]
        if column["type"] == "datetime":
            table[column["name"]] = pd.to_datetime(pd.Series(values, dtype="float64"), unit="ms")
        elif column["type"] in ("number", "integer"):
            table[column["name"]] = pd.Series([number(v) for v in values], dtype="float64")
        else:
            table[column["name"]] = pd.Series([v or None for v in values], dtype=object)
    return pd.DataFrame(table)


def mlflow_directory(root):
    import mlflow.onnx
    import mlflow.pyfunc
    import onnx

    for name, folder, expected in models(root, "mlflow"):

        def compare(answers, expected=expected):
            if expected["classes"] is None:
                return compare_values(expected, answers["value"])
            probabilities = answers[[f"probability of {c}" for c in expected["classes"]]]
            return compare_classes(expected, list(answers["label"]), probabilities.to_numpy())

        def predicts(folder=folder, expected=expected, compare=compare):
            model = mlflow.pyfunc.load_model(str(folder))
            return compare(model.predict(frame_of(expected)))

        def example(folder=folder):
            model = mlflow.pyfunc.load_model(str(folder))
            answers = model.predict(model.input_example)
            wanted = [spec["name"] for spec in model.metadata.get_output_schema().to_dict()]
            assert list(answers.columns) == wanted, f"{list(answers.columns)}"
            assert len(answers) == 1
            return "answered"

        check(f"python_function of {name}", predicts)
        check(f"input example of {name}", example)
        check(
            f"onnx flavor of {name}",
            lambda folder=folder: onnx.checker.check_model(mlflow.onnx.load_model(str(folder))),
        )


def huggingface_card(root):
    from huggingface_hub import ModelCard

    for name, folder, expected in models(root, "huggingface"):

        def action(folder=folder, expected=expected):
            card = ModelCard.load(folder / "README.md")
            task = "regression" if expected["classes"] is None else "classification"
            assert card.data.pipeline_tag == f"tabular-{task}"
            assert card.data.library_name == "onnx"
            results = card.data.eval_results or []
            assert all(result.metric_value is not None for result in results)
            assert len(results) > 0, "no evaluation was read"
            return f"{len(results)} metrics read"

        check(name, action)


def nbformat_notebooks(root):
    import nbformat

    for path in sorted((root / "notebooks").glob("*.ipynb")):

        def action(path=path):
            notebook = nbformat.read(path, as_version=4)
            nbformat.validate(notebook)
            return f"{len(notebook.cells)} cells"

        check(path.name, action)


def model_signing(root):
    folder = root / "bundle"

    def verify():
        arguments = ["verify", "key", str(folder), "--signature", str(folder / "model.sig")]
        arguments += ["--public_key", str(folder / "signer.pem")]
        for name in ("model.sig", "signer.pem"):
            arguments += ["--ignore-paths", str(folder / name)]
        done = subprocess.run(
            [sys.executable, "-m", "model_signing", *arguments], capture_output=True, text=True
        )
        return done.returncode, (done.stdout + done.stderr).strip()[-300:]

    def accepted():
        code, output = verify()
        assert code == 0, output

    def refused():
        path = next(iter(sorted(folder.rglob("card.json"))))
        before = path.read_bytes()
        path.write_bytes(before[:-1] + b" ")
        try:
            code, output = verify()
        finally:
            path.write_bytes(before)
        assert code != 0, "a changed file was accepted"

    check("signature of a bundle", accepted)
    check("a changed file of it is refused", refused)


def cyclonedx(root):
    path = root / "bundle" / "sbom.cdx.json"
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    def action():
        error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(path.read_text("utf-8"))
        assert error is None, str(error)

    check("bill of materials", action)


TOOLS = {
    "onnx": onnx_checker,
    "onnxruntime": onnx_runtime,
    "safetensors": safetensors_numpy,
    "mlflow": mlflow_directory,
    "huggingface_hub": huggingface_card,
    "nbformat": nbformat_notebooks,
    "model_signing": model_signing,
    "cyclonedx": cyclonedx,
}

if __name__ == "__main__":
    TOOLS[sys.argv[1]](Path(sys.argv[2]))
