"""KServe's own Python package beside an API package, for `npm run interop`: python kserve_checks.py TOOL FOLDER."""

import asyncio
import json
import sys
from pathlib import Path

from checks import check


def unknown_fields(value, kind, path):
    """Where a document says what KServe's own classes have no field for. Other classes are not looked into."""
    import kserve

    if isinstance(value, list):
        item = kind.removeprefix("list[").removesuffix("]")
        lists = (unknown_fields(one, item, f"{path}[{i}]") for i, one in enumerate(value))
        return [each for some in lists for each in some]
    known = getattr(kserve, kind, None)
    if not hasattr(known, "attribute_map"):
        return []
    assert isinstance(value, dict), f"{path} is no {kind}"
    kinds = {name: known.openapi_types[field] for field, name in known.attribute_map.items()}
    unknown = []
    for name, inner in value.items():
        here = f"{path}.{name}"
        unknown += unknown_fields(inner, kinds[name], here) if name in kinds else [here]
    return unknown


def inference_service(root):
    import yaml

    document = yaml.safe_load((root / "bundle/deploy/inference-service.yaml").read_text("utf-8"))

    def action():
        assert document["apiVersion"] == "serving.kserve.io/v1beta1", document["apiVersion"]
        unknown = unknown_fields(document, "V1beta1InferenceService", "document")
        assert not unknown, f"KServe has no {unknown}"
        typo = {**document, "spec": {**document["spec"], "predictor": {"minReplica": 1}}}
        found = unknown_fields(typo, "V1beta1InferenceService", "document")
        assert found == ["document.spec.predictor.minReplica"], f"a wrong field is not seen: {found}"

    check("inference-service.yaml", action)


def client(root):
    from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

    expected = json.loads((root / "api.json").read_text("utf-8"))
    url, name = expected["url"], expected["name"]

    async def ask(wanted):
        inputs = [
            InferInput(each["name"], each["shape"], each["datatype"], each["data"])
            for each in wanted["inputs"]
        ]
        async with InferenceRESTClient(RESTConfig(protocol="v2")) as rest:
            return await rest.infer(url, InferRequest(name, inputs), model_name=name)

    def answers(wanted):
        response = asyncio.run(ask(wanted))
        outputs = {output.name: list(output.data) for output in response.outputs}
        assert response.model_name == name, response.model_name
        assert outputs["label"] == wanted["labels"], "other classes"
        assert outputs["probabilities"] == wanted["probabilities"], "other probabilities"
        return f"{len(wanted['labels'])} rows, the same to the last bit"

    async def states():
        async with InferenceRESTClient(RESTConfig(protocol="v2")) as rest:
            return [
                await rest.is_server_live(url),
                await rest.is_server_ready(url),
                await rest.is_model_ready(url, name),
            ]

    def ready():
        found = asyncio.run(states())
        assert found == [True, True, True], str(found)

    check("live, ready, model ready", ready)
    complete, missing = expected["requests"]
    check("infer", lambda: answers(complete))
    check("infer with missing values", lambda: answers(missing))


TOOLS = {"InferenceService": inference_service, "client": client}

if __name__ == "__main__":
    TOOLS[sys.argv[1]](Path(sys.argv[2]))
