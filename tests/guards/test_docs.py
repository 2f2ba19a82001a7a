"""The documentation says what is there: no more, no less, and under the right name.

That every formula is named in a methods page is looked at beside the formulas, in
tests/psychometrics/test_methods_pages.py.
"""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

BASE = Path(__file__).resolve().parents[2]
DOCS = BASE / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PACKAGES = [
    "elearn",
    "home",
    "courses",
    "assessments",
    "feedback",
    "people",
    "psychometrics",
]
SKIPPED = {".venv", "var", "node_modules", "staticfiles"}
PAGES = [
    path
    for path in sorted(BASE.rglob("*.md"))
    if not any(
        part in SKIPPED or part.startswith(".")
        for part in path.relative_to(BASE).parts[:-1]
    )
]
# The pages that speak of the project; the others are the texts of a course.
OURS = [page for page in PAGES if page.parent == BASE or DOCS in page.parents]
COMMANDS = {
    path.stem: path
    for package in PACKAGES
    for path in (BASE / package).glob("management/commands/[a-z]*.py")
}
TARGETS = re.findall(
    r"(?m)^([a-z-]+):.*## ", (BASE / "Makefile").read_text(encoding="utf-8")
)


def name(path):
    return str(path.relative_to(BASE))


def read(path):
    return path.read_text(encoding="utf-8")


def prose(path):
    """Return a page without its listings, where a bracket is no link."""
    return re.sub(r"(?ms)^```.*?^```$", "", read(path))


def everything():
    return "\n".join(read(page) for page in OURS)


def by_name(paths):
    return [pytest.param(path, id=name(path)) for path in paths]


# Settings -----------------------------------------------------------------------------

# What a variable is read from, and our own helpers that read one.
READERS = {"env", "os", "os.environ", "_required", "_whole_number", "_days"}


@cache
def variables_read():
    """Return the names that our code reads from the environment."""
    found = set()
    for path in [BASE / "manage.py", *(p for d in PACKAGES for p in sources(d))]:
        for node in ast.walk(ast.parse(read(path))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=reader) | (ast.Name() as reader),
                    args=[ast.Constant(value=str(variable)), *_],
                ):
                    pass
                case ast.Subscript(
                    value=reader, slice=ast.Constant(value=str(variable))
                ):
                    pass
                case _:
                    continue
            is_name = re.fullmatch(r"[A-Z][A-Z0-9_]+", variable)
            if is_name and ast.unparse(reader) in READERS:
                found.add(variable)
    return found


def sources(package):
    return sorted((BASE / package).rglob("*.py"))


def variables_documented():
    """Return the names in the first column of the tables of settings."""
    return set(
        re.findall(r"(?m)^\| `([A-Z0-9_]+)` \|", read(DOCS / "how-to/deploy.md"))
    )


def test_some_settings_are_read():
    """A control: with a reader of a new kind the next test would pass on nothing."""
    assert {"ELEARN_SECRET_KEY", "DATABASE_URL", "WEB_CONCURRENCY"} <= variables_read()


def test_every_setting_is_documented():
    """An operator cannot set what only the source code names."""
    assert variables_read() - variables_documented() == set()


def test_no_setting_is_documented_that_nothing_reads():
    """An operator sets it, nothing happens, and nobody is told."""
    assert variables_documented() - variables_read() == set()


# Commands -----------------------------------------------------------------------------


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command):
    """What is not written down is written a second time."""
    assert re.search(rf"(manage\.py |`){command}\b", everything())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_of_a_command_is_documented(command):
    """An option that one has to find by reading the code is found too late."""
    options = {
        argument.value
        for node in ast.walk(ast.parse(read(COMMANDS[command])))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "add_argument"
        for argument in node.args
        if isinstance(argument, ast.Constant) and argument.value.startswith("--")
    }
    documented = set(re.findall(r"`(--[a-z-]+)`", everything()))
    # `make demo PORT=` is how one gives this one.
    assert options - documented - {"--port"} == set()


@pytest.mark.parametrize("document", by_name(OURS))
def test_no_page_names_a_command_that_is_not_there(document):
    """A reader types it, on a bad day, and learns that it was planned once."""
    named = set(re.findall(r"manage\.py ([a-z_]+)", read(document)))
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_documented(target):
    """A newcomer should not have to read the Makefile to begin."""
    pages = read(BASE / "README.md") + read(BASE / "CONTRIBUTING.md")
    assert re.search(rf"make {target}\b(?!-)", pages)


@pytest.mark.parametrize("document", by_name(OURS))
def test_no_page_names_a_make_target_that_is_not_there(document):
    """The first command of a newcomer must not fail."""
    listings = "\n".join(re.findall(r"(?ms)^```.*?^```$", read(document)))
    named = set(re.findall(r"`make ([a-z-]+)", read(document)))
    named |= set(re.findall(r"(?m)^make ([a-z-]+)", listings))
    assert named - set(TARGETS) == set()


# Links and names ----------------------------------------------------------------------


def anchors(path):
    """Return the anchors of a page's headings, as its readers' programs make them."""
    found = set()
    for heading in re.findall(r"(?m)^#+ (.+)$", prose(path)):
        kept = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(kept.strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize("document", by_name(PAGES))
def test_every_relative_link_leads_somewhere(document):
    """A page that was moved takes its readers nowhere."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_every_page_is_in_the_index():
    """A page that nothing leads to is not read, and not kept true."""
    linked = {
        (start.parent / target.partition("#")[0]).resolve()
        for start in (DOCS / "README.md", DOCS / "decisions" / "README.md")
        for target in re.findall(r"\]\(([^)\s]+\.md[^)\s]*)\)", read(start))
    }
    pages = {page for page in OURS if DOCS in page.parents} - {DOCS / "README.md"}
    assert pages - linked == set()


@cache
def names_of_tests():
    """Return the names of all tests and of the modules that they are in."""
    found = set()
    for path in (BASE / "tests").rglob("test_*.py"):
        found.add(path.stem)
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.add(node.name)
    return found


@pytest.mark.parametrize("document", by_name(OURS))
def test_every_test_that_is_named_exists(document):
    """A claim whose proof was renamed away is a claim without a proof."""
    text = read(document)
    paths = re.findall(r"\btests/[\w/]+\.py\b", text)
    assert [path for path in paths if not (BASE / path).exists()] == []
    assert set(re.findall(r"\btest_[a-z0-9_]+", text)) - names_of_tests() == set()


def exists(dotted):
    """Answer whether a dotted name of ours is a module, or something in one.

    Modules are looked for as files: to import production's settings is to need them.
    """
    path = BASE / dotted.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    outer, _, name_in_it = dotted.rpartition(".")
    return bool(outer) and exists(outer) and hasattr(found(outer), name_in_it)


def found(dotted):
    """Return the module or object with this name."""
    try:
        return importlib.import_module(dotted)
    except ImportError:
        outer, _, name_in_it = dotted.rpartition(".")
        return getattr(found(outer), name_in_it)


@pytest.mark.parametrize("document", by_name(OURS))
def test_every_piece_of_code_that_is_named_exists(document):
    """A pointer into code that has moved sends a reader searching."""
    text = prose(document)
    packages = "|".join(PACKAGES)
    dotted = re.findall(rf"`((?:{packages})(?:\.\w+)+)(?:\(\))?`", text)
    paths = re.findall(rf"`((?:{packages}|templates|static)/[\w./-]+)`", text)
    assert [one for one in dotted if not exists(one)] == []
    assert [one for one in paths if not (BASE / one).exists()] == []


# Decisions ----------------------------------------------------------------------------


@pytest.mark.parametrize("record", by_name(DECISIONS))
def test_every_decision_is_in_the_index(record):
    """A decision that cannot be found is taken again, the other way."""
    title = read(record).splitlines()[0].removeprefix("# ")
    assert f"[{title}]({record.name})" in read(DOCS / "decisions" / "README.md")


@pytest.mark.parametrize("record", by_name(DECISIONS))
def test_every_decision_weighs_what_it_costs(record):
    """A record without alternatives and consequences is an announcement."""
    headings = re.findall(r"(?m)^## (.+)$", read(record))
    assert headings == ["Context", "Decision", "Consequences", "Alternatives"]
    status = read(record).splitlines()[2]
    assert re.fullmatch(
        r"Status: (proposed|accepted|superseded by \d{4}) · Date: [\d-]{10}", status
    )


def test_decisions_are_numbered_without_gaps():
    """A missing number looks like a decision that was hushed up."""
    numbers = [int(record.name[:4]) for record in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
