"""Writes the guide's data for programs: all of it as JSON with its schema, and each table as CSV."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from render import span

LEFT_OUT = {"defs", "figures", "permalinks", "rep", "search"}
"""What is about the site and not about the exercise."""
TABLES = {
    "variations": ["id", "level", "title", "how", "why", "needs"],
    "goals": ["id", "title", "sets", "reps", "how"],
    "fits": ["id", "title", "when", "light_sets", "how"],
    "workout": ["id", "title", "sets", "reps", "seconds", "each_side", "squeeze"],
}
"""The columns of each table, by the name of its template."""
FOLDER = "downloads"
NAMES = [f"{FOLDER}/exercise.json", f"{FOLDER}/exercise.schema.json", *(f"{FOLDER}/{name}.csv" for name in TABLES)]
"""The addresses of all downloads, from the site's."""


def write_downloads(site: Path, datasets: Mapping[str, Any], schemas: Path) -> None:
    """Write each of `NAMES` below `site`, from the checked datasets and the folder of their schemas."""
    given = {name: value for name, value in datasets.items() if name not in LEFT_OUT}
    tables = {"variations": datasets["variations"], **datasets["programming"]}
    texts = [
        as_json({"$schema": "exercise.schema.json", **given}),
        as_json(whole_schema(schemas)),
        *(as_csv(tables[name], columns) for name, columns in TABLES.items()),
    ]
    for name, text in zip(NAMES, texts, strict=True):
        path = site / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def whole_schema(schemas: Path) -> dict[str, Any]:
    """Return one schema for exercise.json, made of the datasets' own."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(schemas.glob("*.json"))}
    shared = json.loads(texts["defs"])["$defs"]
    parts = {
        name: json.loads(text.replace("defs.json#/$defs/", "#/$defs/"))
        for name, text in texts.items()
        if name not in LEFT_OUT
    }
    for part in parts.values():
        part.pop("$schema")
        shared |= part.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "All facts of the guide",
        "type": "object",
        "additionalProperties": False,
        "required": sorted(parts),
        "properties": {"$schema": {"type": "string"}, **parts},
        "$defs": shared,
    }


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_csv(rows: list[dict[str, Any]], columns: list[str]) -> str:
    """Return the rows under a line of column names, as RFC 4180 has them, for a spreadsheet in any language."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row.get(column, "")) for column in columns] for row in rows)
    return "\ufeff" + text.getvalue()


def cell(value: Any) -> str:
    return "yes" if value is True else value if isinstance(value, str) else span(value)
