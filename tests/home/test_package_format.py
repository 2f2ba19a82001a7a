"""The page about the format is whole, and the reader needs no framework."""

import ast
import sys
from pathlib import Path

import home.packages
from home.packages import read_files
from home.packages.fields import Fields
from home.packages.lessons import DIRECTIVES
from tests.home.small_package import small_package


def test_the_page_about_the_format_names_every_key_and_directive(monkeypatch):
    """A key that authors cannot look up might as well not exist."""
    asked = set()
    has = Fields.has

    def remember(fields, key):
        asked.add(key)
        return has(fields, key)

    monkeypatch.setattr(Fields, "has", remember)
    read_files(small_package())
    page = (
        Path(__file__).resolve().parents[2] / "docs/reference/course-package.md"
    ).read_text(encoding="utf-8")

    assert len(asked) > 30
    assert not {
        key for key in asked if f"`{key}`" not in page and f"{key}:" not in page
    }
    assert not {name for name in DIRECTIVES if name and f"::: {name}" not in page}


def test_the_reader_knows_no_framework():
    """A package must be readable where neither site nor database is."""
    allowed = {"markdown_it", "nh3", "yaml"} | sys.stdlib_module_names
    folder = Path(home.packages.__file__).parent
    imported = {
        name.partition(".")[0]
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imports(node)
    }

    assert imported <= allowed


def imports(node: ast.AST) -> list[str]:
    """The modules outside the package that the statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return []
