"""Answers lines of JSON on stdin with lines of JSON on stdout: PyTorch and scikit-learn for the benches."""

import importlib
import json
import sys
import traceback

PARTS = {"network": "nets", "trees": "trees", "predict": "predict"}
prepared = None


def answer(request):
    global prepared
    if request["ask"] == "version":
        try:
            return {"version": importlib.import_module(request["module"]).__version__}
        except ImportError:
            return {"version": None}
    if request["ask"] == "prepare":
        part = importlib.import_module(PARTS[request["task"]["type"]])
        prepared = part.prepare(request["task"], request["folder"])
        return {}
    return prepared(request["check"])


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception:
        reply = {"error": traceback.format_exc()}
    print(json.dumps(reply), flush=True)
