"""The rules of docs/architecture.md that a program can check. Each failure says what to do."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("service", "models")
MEASURING = "evaluation"
MEASURING_DOOR = "service.cli.evaluate"
HEAVY = (
    "celery",
    "dateparser",
    "docx",
    "httpx",
    "kombu",
    "lxml",
    "nltk",
    "pypdf",
    "redis",
    "scipy",
    "sklearn",
    "sqlalchemy",
    "tokenizers",
    "torch",
    "trafilatura",
    "transformers",
)
OPEN_TO_ALL = ("models.protocols", "models.errors", "models.patience", "models.weights", "models.manifest")
DOORS = (
    "service.http",
    "service.cli",
    "service.render",
    "service.pipeline",
    "service.wiring",
    "service.settings",
)
MAX_MODULE_LINES = 350
MAX_FUNCTION_LINES = 60


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    found = [path for package in (*SHIPPED, MEASURING) for path in (ROOT / package).rglob("*.py")]
    return {module_name(path): path for path in sorted(found)}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported_by(source: ast.AST, package: str) -> set[str]:
    """Every dotted name that is imported anywhere, in functions too; `from a import b` gives a and a.b."""
    names: set[str] = set()
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names.update([base, *(f"{base}.{alias.name}" for alias in node.names)])
    return names


@cache
def imports(name: str) -> frozenset[str]:
    path = modules()[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return frozenset(imported_by(tree(path), package))


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def offenders(importers: list[str], *forbidden: str) -> list[str]:
    return sorted(
        f"{importer} imports {name}"
        for importer in importers
        for name in imports(importer)
        if within(name, *forbidden)
    )


def modules_in(*packages: str) -> list[str]:
    return [name for name in modules() if within(name, *packages)]


def others(name: str, package: str) -> list[str]:
    """The modules inside `package` but not `name`, and not the package itself."""
    return [other for other in modules_in(package) if other not in (name, package)]


@pytest.mark.parametrize(
    ("source", "package", "expected"),
    [
        ("import a.b", "x", {"a.b"}),
        ("from a import b", "x", {"a", "a.b"}),
        ("from . import b", "x.y", {"x.y", "x.y.b"}),
        ("from ..a import b", "x.y", {"x.a", "x.a.b"}),
        ("def f():\n    import a", "x", {"a"}),
    ],
)
def test_imports_are_read_right(source, package, expected):
    assert imported_by(ast.parse(source), package) == expected


def test_there_is_something_to_check():
    assert {"service.types", "models.protocols"} <= modules().keys()


def test_models_know_nothing_of_the_service():
    assert offenders(modules_in("models"), "service") == [], (
        "models/ holds the learned parts alone; move what both need into models/, or pass it as an argument"
    )


def test_stages_never_import_each_other():
    found = [
        f"{stage} imports {name}"
        for stage in modules_in("service.stages")
        for name in imports(stage)
        if within(name, *others(stage, "service.stages"))
    ]
    assert found == [], "a stage is a function from values to values; share through service/text/"


def test_text_helpers_know_no_stage_and_no_door():
    found = offenders(modules_in("service.text"), "service.stages", *DOORS, "flask", "click")
    assert found == [], "service/text/ is what stages are made of; it knows neither stages nor doors"


def test_concrete_models_are_wired_in_one_place():
    closed = [name for name in others("models", "models") if name not in OPEN_TO_ALL]
    importers = [name for name in modules_in("service") if name != "service.wiring"]
    assert offenders(importers, *closed) == [], (
        "only service/wiring.py names concrete models; take a protocol of models/protocols.py as an argument"
    )


def test_nothing_that_is_served_knows_what_measures():
    assert offenders(modules_in(*SHIPPED), MEASURING) == [], (
        f"evaluation/ imports service/ and models/, never the other way; {MEASURING_DOOR} names its commands"
    )
    naming = [
        name
        for name in modules_in(*SHIPPED)
        for node in ast.walk(tree(modules()[name]))
        if isinstance(node, ast.Constant) and re.fullmatch(rf"{MEASURING}(\.\w+)+", str(node.value))
    ]
    assert set(naming) == {MEASURING_DOOR}, (
        f"only {MEASURING_DOOR} names what measures, to import it when asked"
    )


def test_the_pipeline_alone_knows_the_stages():
    knowing = ("service.stages", "service.pipeline", "service.wiring")
    importers = [name for name in modules_in("service") if not within(name, *knowing)]
    assert offenders(importers, "service.stages") == [], (
        "doors ask the protocol in service/summarizer.py; only the pipeline and the wiring name stages"
    )


def test_jobs_know_no_door():
    found = offenders(
        modules_in("service.jobs"), "service.http", "service.cli", "service.stages", "flask", "click"
    )
    assert found == [], "doors ask for jobs, never the other way"


def test_stages_know_no_door():
    found = offenders(modules_in("service.stages"), *DOORS)
    assert found == [], "data flows one way: a stage gets what it needs as arguments"


@pytest.mark.parametrize(
    "module", ["service", "service.cli", MEASURING_DOOR, "service.settings", "service.types", "models"]
)
def test_nothing_heavy_is_imported_at_start(module):
    code = f"import sys, {module}; print(*sorted({ {*HEAVY, MEASURING}!r} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == [], f"import {module} must stay quick: import these where they are used"


@pytest.mark.parametrize("name", modules())
def test_modules_are_short(name):
    lines = len(modules()[name].read_text(encoding="utf-8").splitlines())
    assert lines < MAX_MODULE_LINES, f"{name} has {lines} lines: one file tells one thing; split it"


def test_functions_are_short():
    found = [
        f"{name}.{node.name} has {length} lines"
        for name, path in modules().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]
    assert found == [], "give the steps of a long function names of their own"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"^\s*(import|from) (pickle|cPickle|dill|joblib|shelve)\b", "unpickling runs what the file says"),
        (r"\btorch\.load\(", "it unpickles; read safetensors"),
        (r"\btrust_remote_code[\"']?\s*[=:]\s*True", "it runs code that came with the weights"),
        (r"\bnltk\.download\(", "nothing is fetched behind the user's back"),
        (r"(?<![\w.])(eval|exec)\(", "documents are hostile; nothing is ever executed"),
    ],
)
def test_what_is_never_used(pattern, reason):
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, path in modules().items()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(pattern, line)
    ]
    assert found == [], reason


def test_one_module_speaks_to_a_server():
    clients = re.compile(r"^\s*(import|from) (requests|httpx2?|urllib\.request|aiohttp)\b", re.MULTILINE)
    shipped = {name: modules()[name].read_text(encoding="utf-8") for name in modules_in(*SHIPPED)}
    found = [name for name, text in shipped.items() if clients.search(text)]
    assert found == ["models.chat"], "the service fetches nothing; it asks the operator's own model at most"


def test_packages_say_what_they_are():
    silent = [name for name, path in modules().items() if not ast.get_docstring(tree(path))]
    assert silent == [], "begin every module with a docstring that says what it is for"
