"""Schemathesis against a server: requests made from a schema, right and wrong, and what every answer must keep to."""

import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema.exceptions import ValidationError
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.simulator.conftest import Json, check_v1, check_v2

CHECKS = [content_type_conformance, response_schema_conformance]
# Lists of V2 take values of a filter that they do not know, and find nothing by them: new ones come without notice.
LENIENT = frozenset(
    f"GET /{each}"
    for each in (
        "payments",
        "billing-keys",
        "payment-schedules",
        "cash-receipts",
        "identity-verifications",
        "payment-reconciliations/settlements/vat-report",
        "payment-reconciliations/transactions/vat-report",
    )
)
WRONG = re.compile(r"violates (.*)")
OF_PARAMETERS = re.compile(r"parameters? (.*) in query")
AS_TEXT = re.compile(
    r"`type` at \S+ \(was (string|integer|number|boolean), became (integer|number|boolean|string)\)"
)


def as_a_form_would(told: str) -> bool:
    """Tell whether all that was wrong is that a number stood where a text should, or the like: a form tells no difference."""
    wrongs = WRONG.findall(told)
    return bool(wrongs) and all(AS_TEXT.fullmatch(each) for each in wrongs)


def left_out(told: str, url: str) -> bool:
    """Tell whether all that was wrong is in parameters of the query that hold nothing, or stand there twice.

    Nothing is how a form leaves out a field, and of a repeated one the last counts.
    """
    named = OF_PARAMETERS.search(told)
    last = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    names = re.findall(r"`([^`]+)`", named[1]) if named else []
    return bool(names) and all(
        last.get(name) == "" or f"/properties/{name} (was integer, became array)" in told for name in names
    )


def unnested(told: str, body: Any) -> bool:
    """Tell whether all that was wrong is that a form holds a field flat which the data had in another place."""
    wrongs = WRONG.findall(told)
    missed = re.findall(r"\(was (\w+)\)", told)
    return (
        bool(wrongs)
        and all(each.startswith(("`additionalProperties`", "`required`")) for each in wrongs)
        and all(f"{each}=" in str(body) for each in missed)
    )


def said(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Say the length of an empty body, as HTTP wants; requests would write it in chunks without saying so."""
    if request.body is not None and not request.body:
        request.headers["Content-Length"] = "0"
    return request


class Found(Exception):
    """What was wrong with an answer, with the request that led to it."""


class Target:
    """A server, its schema, and how a client is let in.

    :param renew: returns the headers of whoever is let in
    :param provider_failures: statuses from 500 on that the server documents: a PG's own failure, or what it does not serve
    :param known: names of what is there to be read, by the names of parameters and fields
    :param is_served: tells by method and path whether the face has the operation at all
    """

    def __init__(
        self,
        api: str,
        document: Json,
        url: str,
        renew: Callable[[], dict[str, str]],
        *,
        provider_failures: frozenset[int],
        known: Mapping[str, Any] = MappingProxyType({}),
        is_served: Callable[[str, str], bool] = lambda method, path: True,
    ) -> None:
        self.api, self.url, self.renew = api, url, renew
        self.provider_failures, self.known, self.is_served = provider_failures, known, is_served
        self.document = document
        # Who is let in has tests of its own: here nobody shall think up an Authorization.
        self.schema = schemathesis.openapi.from_dict(without_security(document))
        self.session = requests.Session()
        self.session.auth = said
        self.seen: Counter[str] = Counter()

    def operations(self) -> Iterator[Any]:
        """Return every operation that is served; one that cannot be read fails."""
        for each in self.schema.get_all_operations():
            operation = each.ok()
            if self.is_served(operation.method.upper(), operation.path):
                yield operation

    def try_out(self, operation: Any, examples: int) -> list[str]:
        """Send requests of an operation, right and wrong by turns; return what was wrong with the answers."""
        problems: dict[str, str] = {}
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            self.run(operation, mode, examples, problems)
        return list(problems.values())

    def run(self, operation: Any, mode: GenerationMode, examples: int, problems: dict[str, str]) -> None:
        """Send requests of one kind. Problems are gathered, not raised: Hypothesis would ask the server again."""
        fixed: dict[str, Any] = {}
        if mode is GenerationMode.NEGATIVE:
            if not operation.body and not operation.query:
                return  # any text is a name
            names = re.findall(r"\{(\w+)\}", operation.path)
            fixed = {"path_parameters": {each: self.known.get(each, "some-name") for each in names}}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            strategy = operation.as_strategy(generation_mode=mode, **fixed)

            @given(case=strategy)
            @settings(
                max_examples=examples,
                derandomize=True,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate,),
            )
            def send(case: Any) -> None:
                try:
                    self.hold(case, mode)
                except Found as found:
                    problems.setdefault(found.args[0].partition("\n  answered")[0], found.args[0])

            try:
                send()
            except Exception as error:
                if type(error).__name__ in ("Unsatisfiable", "SkipTest", "Skipped"):
                    return
                raise

    def hold(self, case: Any, mode: GenerationMode) -> None:
        """Send one request and hold the answer against everything."""
        if mode is GenerationMode.POSITIVE:
            self.aim(case)
        headers = self.renew()
        response = case.call(base_url=self.url, session=self.session, headers=headers, timeout=60)
        label = case.operation.label
        self.seen["sent"] += 1
        if response.status_code < 300 and not self.says_no(response):
            self.seen["accepted"] += 1
            self.seen[f"accepted {label}"] += 1
        try:
            self.check(case, mode, response)
        except (FailureGroup, AssertionError) as error:
            told = getattr(error, "exceptions", (error,))
            why = "; ".join(f"{type(each).__name__}: {str(each)[:700]}" for each in told)
            raise Found(
                f"{label} ({mode.value}): {why}\n  answered {response.status_code} {response.text[:300]}"
                f"\n  to {response.request.method} {response.request.url[:300]} {str(response.request.body)[:600]}"
            ) from None

    def aim(self, case: Any) -> None:
        """Let every other request name what is there, and no store: nobody guesses names."""
        self.seen["aimed"] += 1
        if self.seen["aimed"] % 2:
            return
        for values in (case.path_parameters, case.query, case.body):
            if isinstance(values, dict):
                values.pop("storeId", None)
                values.update({name: self.known[name] for name in values if name in self.known})

    def check(self, case: Any, mode: GenerationMode, response: Any) -> None:
        """Check an answer."""
        status, refused = response.status_code, self.says_no(response)
        if status >= 500:
            assert status in self.provider_failures, f"server error {status}"
            assert refused
        checks = [*CHECKS]
        if self.api == "v2" or not refused:  # a refusal of V1 has its envelope, whatever the page lists
            checks.append(status_code_conformance)
        case.validate_response(response, checks=checks, excluded_checks=[not_a_server_error])
        if mode is GenerationMode.NEGATIVE and not refused and case.operation.label not in LENIENT:
            try:
                case.validate_response(
                    response, checks=[negative_data_rejection], excluded_checks=[not_a_server_error]
                )
            except FailureGroup as group:
                url, body = response.request.url, response.request.body
                if self.api == "v2" or not all(
                    as_a_form_would(told) or left_out(told, url) or unnested(told, body)
                    for told in map(str, group.exceptions)
                ):
                    raise
        request, answer = as_httpx(response)
        try:
            (check_v1 if self.api == "v1" else check_v2)(request, answer)
        except ValidationError as error:
            raise AssertionError(f"{error.json_path}: {error.message}") from None

    def says_no(self, response: Any) -> bool:
        """Tell whether an answer refuses; V1 does so inside HTTP 200, too."""
        if response.status_code >= 400:
            return True
        return self.api == "v1" and json.loads(response.content)["code"] != 0

    def close(self) -> None:
        """End the connection."""
        self.session.close()


def without_security(document: Json) -> Json:
    """Return a schema that asks for no credentials."""
    made = {key: value for key, value in document.items() if key not in ("security", "securityDefinitions")}
    made["paths"] = {
        path: {
            method: {key: value for key, value in item.items() if key != "security"}
            if isinstance(item, dict)
            else item
            for method, item in methods.items()
        }
        for path, methods in document["paths"].items()
    }
    return made


def as_httpx(response: Any) -> tuple[httpx.Request, httpx.Response]:
    """Return request and answer as the project's own checks of the schemas read them."""
    url = urlsplit(response.request.url)
    request = httpx.Request(response.request.method, httpx.URL(f"http://server{url.path}"))
    return request, httpx.Response(response.status_code, content=response.content)
