"""Every formula is defined in prose, under the heading that its docstring names."""

import importlib
import inspect
import json
import pkgutil
import re
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

import psychometrics
from psychometrics.__main__ import main

PAGES = Path(__file__).resolve().parents[2] / "docs" / "methods"


def public_functions():
    for module_info in pkgutil.iter_modules(psychometrics.__path__):
        if module_info.name.startswith("_"):
            continue
        module = importlib.import_module(f"psychometrics.{module_info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{module_info.name}.{name}")


def sections(page):
    """The text below each heading of a page."""
    parts = re.split(r"(?m)^#+ (.+)$", (PAGES / page).read_text())
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("function", list(public_functions()))
def test_the_docstring_names_a_heading_that_names_the_function(function):
    """A formula without a page can be neither checked nor explained to anybody."""
    text = " ".join(inspect.getdoc(function).split())
    cited = re.search(r"Method: docs/methods/([\w-]+\.md), (.+)$", text)

    assert cited, "the docstring cites no methods page"
    headings = re.findall(r'"([^"]+)"', cited[2])
    below = [sections(cited[1])[heading] for heading in headings]
    assert any(f"`{function.__name__}`" in part for part in below)


def pasted_examples():
    """The commands in the pages: which one, and the JSON that goes in."""
    for page in sorted(PAGES.glob("*.md")):
        for given, command in re.findall(
            r"echo '([^']+)'[ \\\n]*\| python -m psychometrics (\w+)", page.read_text()
        ):
            yield pytest.param(command, given, id=f"{page.stem} {command}")


@pytest.mark.parametrize(("command", "given"), list(pasted_examples()))
def test_the_examples_of_the_pages_can_be_pasted(command, given, monkeypatch, capsys):
    """A reader who tries an example must not be met by a mistake in it."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(given.encode())))

    assert main([command]) == 0
    assert json.loads(capsys.readouterr().out)


def test_the_pages_have_examples_to_paste():
    assert len(list(pasted_examples())) >= 6
