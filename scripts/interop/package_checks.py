"""What stands around the server of an API package, for `npm run interop`: python package_checks.py TOOL FOLDER."""

import json
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from checks import check, report

KUBERNETES = "1.37"


def served(root):
    return json.loads((root / "api.json").read_text("utf-8"))


def kubernetes_schemas(root):
    import kubernetes_validate
    import yaml

    paths = sorted((root / "bundle" / "deploy").glob("*.yaml"))
    assert paths, "the package has no files for Kubernetes"
    for path in paths:
        for document in yaml.safe_load_all(path.read_text("utf-8")):
            if document["kind"] == "InferenceService":
                # kserve_checks.py reads what is KServe's own; the rest is a part of a Pod.
                containers = document["spec"]["predictor"]["containers"]
                pod = {"apiVersion": "v1", "kind": "Pod", "metadata": document["metadata"]}
                document = {**pod, "spec": {"containers": containers}}
            check(
                f"{document['kind']} in {path.name}",
                lambda document=document: (
                    "Kubernetes " + kubernetes_validate.validate(document, KUBERNETES, strict=True)
                ),
            )


def openapi(root):
    from jsonschema import Draft202012Validator
    from openapi_spec_validator import OpenAPIV31SpecValidator

    document = json.loads((root / "bundle" / "openapi.json").read_text("utf-8"))
    check("openapi.json", lambda: OpenAPIV31SpecValidator(document).validate())

    def answer_fits():
        """A row without any value, answered; the answer is what the document promises."""
        request = urllib.request.Request(
            served(root)["url"] + "/predict",
            data=b"{}",
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = json.load(response)
        schema = {**document, "$ref": "#/components/schemas/OneAnswer"}
        Draft202012Validator(schema).validate(answer)

    check("an answer of /predict", answer_fits)


def prometheus(root):
    from prometheus_client.parser import text_string_to_metric_families

    def action():
        with urllib.request.urlopen(served(root)["url"] + "/metrics", timeout=30) as response:
            text = response.read().decode("utf-8")
        families = {family.name: family for family in text_string_to_metric_families(text)}
        for name, kind in (
            ("loam_requests", "counter"),
            ("loam_request_duration_seconds", "histogram"),
            ("loam_errors", "counter"),
            ("loam_rows", "counter"),
            ("loam_queue_length", "gauge"),
        ):
            assert families[name].type == kind, f"{name} is a {families[name].type}"
        unknown = [f.name for f in families.values() if f.type == "unknown" or not f.documentation]
        assert not unknown, f"without type or help: {unknown}"
        return f"{len(families)} families"

    check("/metrics", action)


def json_schemas(root):
    """Files of other tools whose schemas check-jsonschema brings along."""
    folder = root / "bundle"
    for schema, path in (
        ("vendor.compose-spec", folder / "compose.yaml"),
        ("vendor.github-workflows", folder / ".github" / "workflows" / "test.yml"),
    ):

        def action(schema=schema, path=path):
            arguments = ["--builtin-schema", schema, str(path)]
            done = subprocess.run(
                [sys.executable, "-m", "check_jsonschema", *arguments],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, (done.stdout + done.stderr)[-400:]

        check(f"{path.name} against {schema}", action)


def yaml_files(root):
    """What has no schema on PyPI is at least read."""
    import yaml

    folder = root / "bundle" / "ops"
    paths = sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml"), *folder.rglob("*.json")])
    for path in paths:

        def action(path=path):
            assert yaml.safe_load(path.read_text("utf-8")), "there is nothing in it"

        check(f"{path.relative_to(folder)} is read", action)
    report("skipped", "the board by Grafana", "PyPI has no such tool")


def promtool(root):
    """Prometheus' own tool, which Debian's package `prometheus` brings."""
    tool = shutil.which("promtool")
    if tool is None:
        for name in ("prometheus.yml", "/metrics"):
            report("skipped", name, "no promtool: Debian's package prometheus has it")
        return

    def run(*arguments, text=None):
        done = subprocess.run([tool, *arguments], input=text, capture_output=True, text=True)
        assert done.returncode == 0, (done.stdout + done.stderr)[-400:]

    def configuration():
        (path,) = (root / "bundle" / "ops").rglob("prometheus.yml")
        run("check", "config", str(path))

    def metrics():
        with urllib.request.urlopen(served(root)["url"] + "/metrics", timeout=30) as response:
            run("check", "metrics", text=response.read().decode("utf-8"))

    check("prometheus.yml", configuration)
    check("/metrics", metrics)


TOOLS = {
    "kubernetes": kubernetes_schemas,
    "openapi": openapi,
    "prometheus": prometheus,
    "check_jsonschema": json_schemas,
    "PyYAML": yaml_files,
    "promtool": promtool,
}

if __name__ == "__main__":
    TOOLS[sys.argv[1]](Path(sys.argv[2]))
