"""Rules about the code itself. Each test names the mistake that it prevents."""

import ast
import inspect
import re
from pathlib import Path

import pytest

import assessments.actions
import courses.actions
import courses.certificates.actions
import courses.notes.actions
import feedback.actions
import people.actions

BASE = Path(__file__).resolve().parents[2]
PACKAGES = [
    "elearn",
    "home",
    "courses",
    "assessments",
    "feedback",
    "people",
    "psychometrics",
]
SOURCES = [
    path
    for package in PACKAGES
    for path in sorted((BASE / package).rglob("*.py"))
    if "migrations" not in path.parts
]
ACTION_MODULES = [
    assessments.actions,
    courses.actions,
    courses.certificates.actions,
    courses.notes.actions,
    feedback.actions,
    people.actions,
]


def public_functions(module):
    return [
        (name, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


ACTIONS = [
    pytest.param(function, id=f"{module.__name__}.{name}")
    for module in ACTION_MODULES
    for name, function in public_functions(module)
]
# Pure functions that live with the actions they serve.
NO_CHANGE = {"completion_rule", "option_order", "printable_name", "quarter_of"}


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_take_keywords_only(action):
    """`submit(attempt, now)` and `submit(now, attempt)` must not both look right."""
    if action.__name__ in NO_CHANGE:
        return
    parameters = inspect.signature(action).parameters.values()
    assert {p.kind for p in parameters} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("module", ACTION_MODULES, ids=lambda m: m.__name__)
def test_actions_never_read_the_clock(module):
    """The time is passed in; otherwise a test cannot choose it and two steps differ."""
    source = inspect.getsource(module)
    assert "timezone.now(" not in source
    assert "datetime.now(" not in source


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(BASE)))
def test_modules_stay_short_enough_to_read(path):
    """The commonest failing of the famous projects is modules of thousands of lines."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(BASE)))
def test_no_module_is_a_drawer_for_everything(path):
    """A function lives with the noun that it serves."""
    assert path.stem not in {"utils", "helpers", "common", "core", "misc"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(BASE)))
def test_every_module_says_what_it_is_for(path):
    """A reader should know within a line whether this is the place for a change."""
    tree = ast.parse(path.read_text("utf-8"))
    if path.name in {"apps.py", "urls.py", "forms.py", "__init__.py"}:
        return
    assert ast.get_docstring(tree)


def public_definitions(path):
    for node in ast.parse(path.read_text("utf-8")).body:
        is_definition = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if is_definition and not node.name.startswith("_"):
            yield node


VERB_LAYERS = [
    path
    for path in SOURCES
    if path.stem
    in {
        "actions",
        "reporting",
        "permissions",
        "scoring",
        "content",
        "writer",
        "release",
        "study",
        "outline",
        "review",
        "wording",
        "charts",
    }
    or (path.parts[-2] == "psychometrics" and not path.stem.startswith("_"))
]


@pytest.mark.parametrize("path", VERB_LAYERS, ids=lambda p: str(p.relative_to(BASE)))
def test_public_functions_and_classes_are_described(path):
    """What is not described is guessed at."""
    missing = [n.name for n in public_definitions(path) if not ast.get_docstring(n)]
    assert missing == []


def test_the_project_speaks_of_itself_alone():
    """Nothing in it points to a machine or a package registry."""
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js"]
    skipped = {".venv", "var", ".git", "node_modules", "staticfiles"}
    for path in BASE.rglob("*"):
        if not path.is_file() or skipped & set(path.parts):
            continue
        if path.suffix in {".woff2", ".png", ".mo", ".pyc", ".webp", ".sqlite3"}:
            continue
        text = path.read_text("utf-8", errors="ignore")
        for host in hosts:
            assert host not in text, path


def test_nothing_is_left_open():
    """An open end in the code is a promise to nobody."""
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    for path in SOURCES:
        assert not words.search(path.read_text("utf-8")), path
