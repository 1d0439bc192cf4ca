"""The architecture's rules, read off the source: who imports whom, who touches files, how long."""

import ast
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bayesnet", "diagrams", "elicitation")
MAX_LINES = 400

# Rooms that may touch files.
FILE_ROOMS = (
    "bayesnet/cli/*",  # writes what it is told to
    "bayesnet/folder/*",  # reads a study
    "bayesnet/decisions/quiet.py",  # opens the null device, and nothing else
    "diagrams/layout_file.py",  # writes the places of a study's nodes
    "diagrams/render.py",  # writes pictures and pages
    "diagrams/report/html.py",  # reads the page's template, style and fonts, which ship with it
    "diagrams/trace.py",  # reads back what made a picture or a document
    "diagrams/canvas/text.py",  # reads the fonts that ship with the package
    "elicitation/build/outline.py",  # reads the author's texts of a study
    "elicitation/cli*",
    "elicitation/handbook/site.py",  # reads its pages, which ship with it
    "elicitation/study.py",  # reads a study with its plan
    "elicitation/questionnaire/lexicons.py",  # reads the lexicons that ship with the package
    "elicitation/store/*",  # reads and writes a study
)
# Rooms that may start a program.
PROGRAM_ROOMS = (
    "bayesnet/cli/workers.py",  # processes that compute beside this one
    "diagrams/render.py",
)
# Rooms that may print.
PRINT_ROOMS = ("*/cli.py", "*/cli/*", "*/cli_*.py")

FILE_CALLS = frozenset(
    {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
    | {"touch", "mkdir", "rmdir", "unlink", "iterdir", "rglob"}
)
FILE_MODULES = frozenset({"filelock", "fileinput", "shutil", "tempfile"})
PROGRAM_MODULES = frozenset({"multiprocessing", "pty", "subprocess"})
PROGRAM_CALLS = frozenset({"os.system", "os.popen", "os.startfile", "webbrowser.open"})


def sources():
    """Return the path from the root and the text of every module of ours."""
    files = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files}


def in_rooms(name, rooms):
    """Return whether a file lies in one of the rooms."""
    return any(fnmatch(name, room) for room in rooms)


def imported(tree):
    """Return line and first name of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


def calls(tree):
    """Return line and name of every call, as it is written: ``open``, ``path.open``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.lineno, ast.unparse(node.func)


def file_access(text):
    """Return line and name of everything in a module that reaches for a file."""
    tree = ast.parse(text)
    found = [(line, name) for line, name in calls(tree) if name.split(".")[-1] in FILE_CALLS]
    return found + [(line, name) for line, name in imported(tree) if name in FILE_MODULES]


def programs_started(text):
    """Return line and name of everything in a module that starts a program."""
    tree = ast.parse(text)
    found = [(line, name) for line, name in calls(tree) if name in PROGRAM_CALLS]
    return found + [(line, name) for line, name in imported(tree) if name in PROGRAM_MODULES]


def prints(text):
    """Return line and name of every bare print in a module."""
    return [(line, name) for line, name in calls(ast.parse(text)) if name in ("print", "pprint")]


def undocumented(text):
    """Return line and name of all that is public and has no docstring."""
    found = []

    def visit(node, inside):
        if ast.get_docstring(node) is None:
            found.append((getattr(node, "lineno", 1), inside or "the module"))
        if isinstance(node, ast.Module | ast.ClassDef):
            for child in node.body:
                kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
                if isinstance(child, kinds) and not child.name.startswith("_"):
                    visit(child, f"{inside}.{child.name}".lstrip("."))

    visit(ast.parse(text), "")
    return found


def pgmpy_at_import(text):
    """Return the lines that import pgmpy as soon as the module is imported."""
    tree = ast.parse(text)
    late = (ast.FunctionDef, ast.AsyncFunctionDef)
    inside = {id(n) for f in ast.walk(tree) if isinstance(f, late) for n in ast.walk(f)}
    inside |= {
        id(n)
        for guard in ast.walk(tree)
        if isinstance(guard, ast.If) and ast.unparse(guard.test) == "TYPE_CHECKING"
        for n in ast.walk(guard)
    }
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    eager = [n for n in nodes if id(n) not in inside]
    return [(n.lineno, name) for n in eager for _, name in imported(n) if name == "pgmpy"]


def commands_imported(text):
    """Return line and name of every module of a command line that a module imports from."""
    return [
        (node.lineno, node.module)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and "cli" in (node.module or "").split(".")
    ]


def offenders(find, rooms=()):
    """Return ``file:line: name`` for all that ``find`` finds outside the rooms."""
    return [
        f"{name}:{line}: {what}"
        for name, text in sources().items()
        if not in_rooms(name, rooms)
        for line, what in find(text)
    ]


def test_imports_keep_the_contracts_in_pyproject(capsys, monkeypatch):
    """import-linter's contracts hold: packages, floors, no cycle, pgmpy in one place."""
    cli = pytest.importorskip("importlinter.cli")
    monkeypatch.chdir(ROOT)
    code = cli.lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


def test_a_command_line_is_no_library():
    """What a command prints is made for the terminal: only other commands take from one."""
    assert offenders(commands_imported, ("*/cli/*",)) == []


def test_every_package_is_looked_at():
    assert {name.split("/")[0] for name in sources()} == set(PACKAGES)


def test_files_are_touched_only_in_the_rooms_for_it():
    assert offenders(file_access, FILE_ROOMS) == []


def test_programs_are_started_only_in_the_room_for_it():
    assert offenders(programs_started, PROGRAM_ROOMS) == []


def test_only_the_command_line_prints():
    assert offenders(prints, PRINT_ROOMS) == []


def test_everything_public_is_documented():
    assert offenders(undocumented) == []


def test_pgmpy_is_imported_only_when_called():
    assert offenders(pgmpy_at_import) == []


def test_no_file_is_longer_than_400_lines():
    lengths = {name: text.count("\n") for name, text in sources().items()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


@pytest.mark.parametrize(
    ("find", "text", "names"),
    [
        (file_access, "open('x')", ["open"]),
        (file_access, "def f(p):\n    return p.read_text('utf-8')", ["p.read_text"]),
        (file_access, "import shutil", ["shutil"]),
        (file_access, "text.replace('a', 'b'); rows.read()", []),
        (programs_started, "def f():\n    from subprocess import run", ["subprocess"]),
        (programs_started, "import os\nos.system('x')", ["os.system"]),
        (prints, "print(1)", ["print"]),
        (prints, "click.echo(1)", []),
        (undocumented, "def f(): ...", ["the module", "f"]),
        (undocumented, "'''M.'''\nclass C:\n    '''C.'''\n    def m(self): ...", ["C.m"]),
        (undocumented, "'''M.'''\ndef _own(): ...", []),
        (commands_imported, "from bayesnet.cli.show import below", ["bayesnet.cli.show"]),
        (commands_imported, "from bayesnet.folder.files import read_text", []),
        (pgmpy_at_import, "from pgmpy.models import X", ["pgmpy"]),
        (pgmpy_at_import, "def f():\n    import pgmpy", []),
        (pgmpy_at_import, "if TYPE_CHECKING:\n    import pgmpy", []),
    ],
)
def test_the_checks_see_what_they_are_for(find, text, names):
    assert [name for _, name in find(text)] == names
