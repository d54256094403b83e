"""Checks a data file against the JSON Schema beside it, and says in words what is allowed."""

import functools
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from facts.sources import Keys, Problem, Source
from facts.words import did_you_mean, listed, short

TYPE_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "nothing",
    "object": "a set of keys",
    "string": "text",
}
CALLED = {True: "entries", False: "signs"}
"""What a list has, and what a text has."""


def fits_wholly(_: Any, pattern: str, value: Any, schema: dict[str, Any]) -> Iterator[ValidationError]:
    """A text fits its pattern from its first sign to its last: Python's $ would let a line end follow."""
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        yield ValidationError(f"{value!r} does not fit {pattern!r} ({schema.get('description')})")


Validator: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"pattern": fits_wholly},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "integer": lambda _, value: type(value) is int,
            "number": lambda _, value: type(value) in (int, float) and math.isfinite(value),
        }
    ),
    format_checker=FormatChecker(["date"]),
)
"""JSON Schema for what is written and read by people: 3.0 is no whole number, infinity no number, and dates exist."""


Schemas = dict[str, dict[str, Any]]
"""The schemas by the names of their datasets; `defs` holds what they share."""
Texts = tuple[tuple[str, str], ...]
"""The names and texts of schemas."""


def read_schemas(folder: Path) -> Texts:
    """Return the name and the text of each schema of the folder."""
    return tuple((path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))


def load_schemas(folder: Path) -> Schemas:
    """Return each schema of the folder."""
    return {name: json.loads(text) for name, text in read_schemas(folder)}


@functools.lru_cache(maxsize=4)
def validators_of(texts: Texts) -> dict[str, Any]:
    """Return a validator for each schema, by name; they share defs.json."""
    schemas = {name: json.loads(text) for name, text in texts}
    resources = [(f"{name}.json", Resource.from_contents(schema)) for name, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return {name: validator(schema, registry) for name, schema in schemas.items()}


def validator(schema: dict[str, Any], registry: Registry[Any]) -> Any:
    """Return what checks a value by a schema, whose references are in the registry."""
    return Validator(schema, registry=registry, format_checker=Validator.FORMAT_CHECKER)


def check_schema(source: Source, validators: dict[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each place where a source does not fit its schema."""
    validator = validators.get(source.name)
    if validator is None:
        known = ", ".join(sorted(set(validators) - {"defs"}))
        yield Problem(source.path, 1, f"no schema of this name; there are: {known}")
        return
    for error in validator.iter_errors(source.value):
        for keys, message in explain(error):
            yield source.problem(keys, message)


def explain(error: ValidationError) -> Iterator[tuple[Keys, str]]:
    """Turn a schema error into messages that say what is allowed, each with its place."""
    value: Any = error.instance
    named = [value] if "propertyNames" in error.absolute_schema_path else []
    keys = (*error.absolute_path, *named)
    schema: Any = error.schema
    wanted: Any = error.validator_value
    meaning = schema.get("description", "")
    match error.validator:
        case "additionalProperties":
            allowed = sorted(schema["properties"])
            for key in sorted(set(value) - set(allowed)):
                yield (*keys, key), f"unknown key; {did_you_mean(key, allowed)}allowed are {listed(allowed)}"
        case "required":
            # Reported once for each missing key, without saying which; InputError drops the doubles.
            missing = [key for key in wanted if key not in value]
            yield keys, f"{listed(missing)} missing; needed are {listed(wanted)}"
        case "dependentRequired":
            yield keys, missing_beside(value, wanted)
        case "enum" if named:
            yield keys, f"does not go with the rest of this entry; allowed are {listed(wanted)}"
        case "enum":
            yield keys, f"{short(value)} is not one of {listed(wanted)}"
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            should = " or ".join(TYPE_NAMES.get(kind, kind) for kind in kinds)
            yield keys, f"should be {should}, not {short(value)}"
        case "pattern" | "format" | "oneOf" | "anyOf":
            shown = f"{short(value)} " if isinstance(value, str) else ""
            yield keys, f"{shown}should be {meaning}"
        case "minLength" | "minItems" | "minProperties" if not value:
            yield keys, "is empty; write something or leave the key out if it may be"
        case _:
            yield keys, limit(error) + (f" ({meaning})" if meaning else "")


def limit(error: ValidationError) -> str:
    """Return what is said of a value that is too long, too short, too large or otherwise not allowed."""
    value: Any = error.instance
    if error.validator in ("minLength", "minItems", "maxLength", "maxItems"):
        least = "at least" if error.validator.startswith("min") else "at most"
        return f"has {len(value)} {CALLED[isinstance(value, list)]}, and should have {least} {error.validator_value}"
    return error.message.replace(repr(value), short(value))


def missing_beside(value: dict[str, Any], wanted: dict[str, list[str]]) -> str:
    """Return which keys are missing beside others that ask for them."""
    missing = {key: [other for other in others if other not in value] for key, others in wanted.items() if key in value}
    return "; ".join(f"{listed(others)} missing beside {key!r}" for key, others in missing.items() if others)


def fields_at(schemas: Schemas, path: str) -> list[str] | None:
    """Return the fields that an entry at a place of the data, such as steps.bench, may have; None for no such place."""
    name, *keys = path.split(".")

    def resolved(node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            file, _, target = node["$ref"].partition("#/$defs/")
            node = schemas[file.removesuffix(".json") or name]["$defs"][target]
        return node

    node = resolved(schemas.get(name, {}))
    for key in keys:
        node = resolved(node.get("properties", {}).get(key, {}))
    properties = resolved(node.get("items", node)).get("properties", {})
    return sorted(properties) if "id" in properties else None
