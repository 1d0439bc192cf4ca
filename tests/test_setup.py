"""Set-up and packaging: what ./run does with Python, pip and ./demo, and what an install takes along.

The script is run in a copy of its own, in a folder with a space in its name, with a pretended Python
and with nothing else on the PATH than what it may count on everywhere.
"""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
RUN = (ROOT / "run").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
POSIX_TOOLS = "cat chmod cksum cp cut dirname grep id mkdir rm sed sh sleep tail wc".split()  # noqa: SIM905
NEEDS_PYTHON = 3

posix = pytest.mark.skipif(sys.platform == "win32", reason="./run is for sh")

# What is slow goes on until ./run has said so, in the words that are expected, or seems not to.
TAKES_ITS_TIME = r"""
slow() {
    [ -e "$NOTES/slow $1" ] || return 0
    tries=0
    until grep -q " s: $(cat "$NOTES/slow $1")\$" "$NOTES/out" || [ "$tries" = 1200 ]; do
        real-sleep 0.05
        tries=$((tries + 1))
    done
}
"""
PRETENDED_SLEEP = "#!/bin/sh\nexec real-sleep 0.05\n"
# Makes environments that hold itself, notes what pip is asked for, and fails when told to.
PRETENDED_PYTHON = f"""#!/bin/sh
{TAKES_ITS_TIME}
case "$*" in
-V) echo "Python $(cat "$NOTES/version")" ;;
*ensurepip*) [ ! -e "$NOTES/unusable" ] ;;
*ctypes*) [ ! -e "$NOTES/without $3" ] ;;
"-m compileall "*) slow compiling ;;
"-m pytest "*) echo "pytest: $*" ;;
"-m venv "*)
    slow venv
    mkdir -p "$3/bin"
    for tool in ruff mypy lint-imports; do cp "$NOTES/tool" "$3/bin/$tool"; done
    cp "$0" "$3/bin/python"
    cp "$NOTES/resolve" "$3/bin/resolve"
    echo venv >>"$NOTES/calls" ;;
"-m pip "*)
    echo "$*" >>"$NOTES/calls"
    echo "Collecting numpy<3"
    slow pip
    if [ -e "$NOTES/offline" ]; then echo "no way to the index"; exit 1; fi ;;
esac
"""
# Does nothing but make all that the demo promises.
PRETENDED_RESOLVE = """#!/bin/sh
SLOW
slow resolve
echo "an answer to: $*"
[ ! -e "$NOTES/broken" ] || exit 4
for file in {files}; do echo made >"$file"; done
""".replace("SLOW", TAKES_ITS_TIME.replace("{", "{{").replace("}", "}}"))
# A checker that finds nothing.
PRETENDED_TOOL = f"""#!/bin/sh
{TAKES_ITS_TIME}
slow "${{0##*/}}"
"""
PRETENDED_APT = f"""#!/bin/sh
{TAKES_ITS_TIME}
echo "$*" >>"$NOTES/apt"
echo "Unpacking python3 (3.11.2-1) ..."
[ "$1" = update ] || {{ slow apt; rm -f "$NOTES/unusable"; }}
"""


def listed(function):
    """Return the lines of a list in ./run."""
    return re.search(rf"^{function}\(\).*?<<'LIST'\n(.*?)^LIST", RUN, re.DOTALL | re.MULTILINE)[
        1
    ].splitlines()


COMMANDS = listed("demo_commands")
SECONDS = re.search(r"^BEAT=(\d+)", RUN, re.MULTILINE)[1]
RESULTS = [line.split()[1] for line in listed("demo_results")]


class Copy:
    """A copy of the repository's set-up, alone in the world."""

    def __init__(self, home):
        self.root = home / "my copy"
        self.notes = home / "notes"
        self.bin = home / "bin"
        for folder in (self.root, self.notes, self.bin):
            folder.mkdir()
        for name in ("run", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.root / name)
        for tool in POSIX_TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.program("python3", PRETENDED_PYTHON)
        self.note("version", "3.12.1")
        self.program("resolve", PRETENDED_RESOLVE.format(files=" ".join(RESULTS)), self.notes)
        self.program("tool", PRETENDED_TOOL, self.notes)
        (self.bin / "real-sleep").symlink_to(shutil.which("sleep"))

    def program(self, name, text, folder=None):
        """Put a program on the PATH, or into a folder."""
        path = (folder or self.bin) / name
        path.unlink(missing_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def note(self, name, text=""):
        """Tell the pretended programs something."""
        (self.notes / name).write_text(text)

    def run(self, *args, **env):
        """Run the script from elsewhere; return code, output and errors."""
        out = self.notes / "out"
        with out.open("w") as file:
            done = subprocess.run(
                [str(self.root / "run"), *args],
                cwd=self.notes,
                env={"PATH": str(self.bin), "NOTES": str(self.notes), **env},
                stdout=file,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                timeout=600,  # of what hangs: nothing here takes seconds
            )
        return done.returncode, out.read_text(), done.stderr

    def calls(self):
        """Return what was asked of venv and pip since the last time."""
        calls = self.notes / "calls"
        lines = calls.read_text().splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return [line if line == "venv" else line.split("--editable ")[1] for line in lines]


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


@posix
@pytest.mark.parametrize("args", [(), ("help",), ("--help",)])
def test_help_is_the_default_and_installs_nothing(copy, args):
    code, out, _ = copy.run(*args)
    assert code == 0
    assert "./run demo" in out
    assert "./run test" in out
    assert not (copy.root / ".venv").exists()


@posix
def test_lint_checks_and_runs_no_test(copy):
    code, out, err = copy.run("lint")
    assert (code, err) == (0, "")
    steps = re.findall(r"^\[lint \d/4\] (.*)$", out, re.MULTILINE)
    assert steps == ["ruff check", "ruff format --check", "mypy", "lint-imports"]
    assert "pytest: " not in out
    copy.program("mypy", "#!/bin/sh\nexit 1\n", copy.root / ".venv" / "bin")
    code, out, err = copy.run("lint")
    assert code == 1
    assert "FAILED at step 3/4, mypy." in err
    assert "lint-imports" not in out


@posix
def test_one_runs_the_tests_of_a_file_and_hands_on_the_rest(copy):
    (copy.root / "test_it.py").write_text("")
    code, out, _ = copy.run("one", "test_it.py::test_x", "-x")
    assert (code, out.splitlines()[-1]) == (0, "pytest: -m pytest -n 0 test_it.py::test_x -x")


@posix
@pytest.mark.parametrize(
    ("args", "words"), [((), "name the file"), (("-x",), "name the file"), (("no.py",), "no no.py")]
)
def test_one_needs_a_file_that_is_there(copy, args, words):
    code, _, err = copy.run("one", *args)
    assert code == 2
    assert words in err
    assert not (copy.root / ".venv").exists()


@posix
def test_an_unknown_command_is_refused(copy):
    code, _, err = copy.run("dmeo")
    assert code == 2
    assert err.endswith("./run: no command 'dmeo'.\n")


@posix
def test_the_demo_prints_each_command_before_it_runs_and_ends_with_what_it_made(copy):
    code, out, err = copy.run("demo")
    assert (code, err) == (0, "")
    assert re.findall(r"^\[demo \d+/\d+\] \$ (.*)$", out, re.MULTILINE) == COMMANDS
    end = out[out.index("Done. Look at:") :]
    assert all(f"{copy.root}/{result}\n" in end for result in RESULTS)
    assert {Path(result).suffix for result in RESULTS} == {
        *(".csv", ".docx", ".html", ".pdf", ".svg")
    }


@posix
def test_the_demo_installs_no_test_packages_and_installs_once(copy):
    assert copy.run("demo")[0] == 0
    assert copy.calls() == ["venv", "."]
    code, out, _ = copy.run("demo")
    assert code == 0
    assert "Set-up is current" in out
    assert copy.calls() == []


@posix
@pytest.mark.parametrize("changed", ["constraints.txt", "pyproject.toml"])
def test_a_changed_requirement_installs_again_into_the_same_environment(copy, changed):
    copy.run("demo")
    copy.calls()
    with (copy.root / changed).open("a") as file:
        file.write("# changed\n")
    assert copy.run("demo")[0] == 0
    assert copy.calls() == ["."]


@posix
def test_another_python_or_place_makes_a_new_environment(copy):
    copy.run("demo")
    copy.calls()
    copy.note("version", "3.13.0")
    assert copy.run("demo")[0] == 0
    assert copy.calls() == ["venv", "."]
    copy.root = copy.root.rename(copy.root.with_name("moved"))
    assert copy.run("demo")[0] == 0
    assert copy.calls() == ["venv", "."]


@posix
def test_a_python_can_be_named(copy):
    copy.run("demo")
    copy.calls()
    assert copy.run("demo", PYTHON="python3")[0] == 0
    assert copy.calls() == []
    copy.program("other", PRETENDED_PYTHON.replace('$(cat "$NOTES/version")', "3.13.0"))
    code, out, _ = copy.run("demo", PYTHON="other")
    assert code == 0
    assert "Found: " + str(copy.bin / "other") in out
    assert copy.calls() == ["venv", "."]


@posix
def test_a_named_python_that_is_no_use_is_refused(copy):
    code, _, err = copy.run("demo", PYTHON="nopython")
    assert code == NEEDS_PYTHON
    assert err == "PYTHON=nopython is not Python 3.11 or newer with venv.\n"


@posix
def test_a_failed_install_shows_pips_last_lines_and_is_tried_again(copy):
    copy.note("offline")
    code, out, err = copy.run("demo")
    assert code == 1
    assert "Installed" not in out
    assert "no way to the index\n" in err
    assert list((copy.root / ".venv").glob("stamp-*")) == []
    (copy.notes / "offline").unlink()
    copy.calls()
    assert copy.run("demo")[0] == 0
    assert copy.calls() == ["."]


@posix
def test_a_failing_command_stops_the_demo_with_its_code(copy):
    copy.note("broken")
    code, out, err = copy.run("demo")
    assert code == 4
    assert err == f"\nThe demo stopped: '{COMMANDS[0]}' ended with code 4.\n"
    assert "Done" not in out


@posix
@pytest.mark.parametrize("folder", ["demo", ".venv"])
def test_a_folder_that_run_did_not_make_is_left_alone(copy, folder):
    mine = copy.root / folder / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("years of work")
    code, _, err = copy.run("demo")
    assert code == 1
    assert f"{folder} is here, but ./run did not make it" in err
    assert mine.read_text() == "years of work"


@posix
def test_the_demo_folder_of_an_earlier_run_is_made_anew(copy):
    copy.run("demo")
    (copy.root / "demo" / "old.txt").write_text("old")
    assert copy.run("demo")[0] == 0
    assert not (copy.root / "demo" / "old.txt").exists()


@posix
@pytest.mark.parametrize(
    ("tools", "line"),
    [
        (["apt-get", "sudo"], "sudo sh -c 'apt-get update && apt-get install -y"),
        (
            ["apt-get"],
            "  su -c 'apt-get update && apt-get install -y --no-install-recommends python3 python3-venv'\n",
        ),
        (["dnf"], "sudo dnf install -y python3"),
        ([], "https://www.python.org/downloads/"),
    ],
)
def test_without_python_a_user_is_told_the_line_to_type(copy, tools, line):
    copy.note("unusable")
    copy.program("id", "#!/bin/sh\necho 1000\n")
    for tool in tools:
        copy.program(tool, "#!/bin/sh\nexit 99\n")
    code, _, err = copy.run("demo")
    assert code == NEEDS_PYTHON
    assert line in err
    assert not (copy.root / ".venv").exists()


@posix
def test_without_python_root_gets_it_from_apt(copy):
    copy.note("unusable")
    copy.program("id", "#!/bin/sh\necho 0\n")
    copy.program(
        "apt-get",
        '#!/bin/sh\necho "$*" >>"$NOTES/apt"\n[ "$1" = update ] || rm "$NOTES/unusable"\n',
    )
    assert copy.run("demo")[0] == 0
    assert (copy.notes / "apt").read_text().splitlines() == [
        "update",
        "install -y --no-install-recommends python3 python3-venv",
    ]


@posix
@pytest.mark.parametrize(
    ("slow", "command", "said"),
    [
        ("apt", "demo", "unpacking python3"),
        ("venv", "demo", "still at the environment"),
        ("pip", "demo", "looking for numpy<3"),
        ("compiling", "demo", "still at compiling"),
        ("resolve", "demo", "still at resolve init demo/study"),
        ("ruff", "test", "still at ruff check"),
        ("mypy", "test", "still at mypy"),
        ("lint-imports", "test", "still at lint-imports"),
    ],
)
def test_no_step_is_silent_for_long(copy, slow, command, said):
    copy.program("id", "#!/bin/sh\necho 0\n")
    copy.program("apt-get", PRETENDED_APT)
    copy.program("sleep", PRETENDED_SLEEP)
    for program in ("soffice", "chromium"):
        copy.program(program, "#!/bin/sh\n")
    copy.note("unusable")
    copy.note(f"slow {slow}", said)
    code, out, _ = copy.run(command)
    assert code == 0
    beats = re.findall(r"^  (\d+) s: (.*)$", out, re.MULTILINE)
    assert said in {words for _, words in beats}
    assert beats[0][0] == SECONDS
    assert all(int(seconds) % int(SECONDS) == 0 for seconds, _ in beats)
    assert int(SECONDS) <= 15


@posix
def test_nothing_beats_on_when_the_work_is_done(copy):
    """A heartbeat that outlives its step holds the output open, and who reads it waits for ever."""
    for _ in range(20):
        shutil.rmtree(copy.root / ".venv", ignore_errors=True)
        assert copy.run("demo")[0] == 0


@posix
def test_an_apt_that_fails_is_quoted(copy):
    copy.note("unusable")
    copy.program("id", "#!/bin/sh\necho 0\n")
    copy.program("apt-get", "#!/bin/sh\necho no network\nexit 100\n")
    code, _, err = copy.run("demo")
    assert code == NEEDS_PYTHON
    assert err.startswith("no network\n")


OFFICE = "libreoffice-calc libreoffice-writer"
NEEDED = [
    ([], [], f"{OFFICE} chromium"),
    (["chromium"], [], OFFICE),
    (["soffice", "chromium"], ["libgomp.so.1"], "libgomp1"),
    (["soffice", "chromium"], ["libatomic.so.1", "libgomp.so.1"], "libgomp1 libatomic1"),
    (["soffice", "chromium"], [], ""),
]
"""Programs that are there, libraries that are not, and the packages that are then missing."""


@posix
@pytest.mark.parametrize(("programs", "lacking", "packages"), NEEDED)
def test_root_gets_what_the_tests_need(copy, programs, lacking, packages):
    copy.program("id", "#!/bin/sh\necho 0\n")
    copy.program("apt-get", PRETENDED_APT)
    for program in programs:
        copy.program(program, "#!/bin/sh\n")
    for library in lacking:
        copy.note(f"without {library}")
    code, out, _ = copy.run("test", "-k", "some")
    asked = copy.notes / "apt"
    assert (asked.read_text().splitlines() if asked.exists() else []) == (
        ["update", f"install -y --no-install-recommends {packages}"] if packages else []
    )
    assert (code, out.splitlines()[-1]) == (0, "pytest: -m pytest -n 2 -k some")


@posix
@pytest.mark.parametrize(("programs", "lacking", "packages"), NEEDED)
def test_who_is_not_root_is_told_the_line_to_type_and_ci_insists(copy, programs, lacking, packages):
    copy.program("id", "#!/bin/sh\necho 1000\n")
    for program in programs:
        copy.program(program, "#!/bin/sh\n")
    for library in lacking:
        copy.note(f"without {library}")
    apt = f"apt-get update && apt-get install -y --no-install-recommends {packages}"
    line = f"\n  su -c '{apt}'\n"
    code, out, _ = copy.run("test")
    assert (code, "Some tests are skipped" in out) == (0, bool(packages))
    assert (line in out) == bool(packages)
    code, _, err = copy.run("test", CI="true")
    assert (code, line in err) == ((1, True) if packages else (0, False))


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="of Debian's libraries")
def test_a_library_is_looked_for_as_programs_look_for_it():
    loads = re.search(r"^LOADS='(.*)'$", RUN, re.MULTILINE)[1]
    for library, code in (("libc.so.6", 0), ("libnobody-has-it.so.1", 1)):
        done = subprocess.run([sys.executable, "-c", loads, library], check=False, stderr=-3)
        assert done.returncode == code


@posix
@pytest.mark.parametrize("script", ["run", ".ci/run", ".ci/bare-debian"])
def test_scripts_can_be_executed(script):
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize("line", COMMANDS)
def test_resolve_takes_what_the_demo_types(line):
    """A renamed command or option fails here, not in front of a newcomer."""
    from elicitation.cli import main  # noqa: PLC0415 -- the other tests need no commands

    program, name, *args = shlex.split(line.partition(" > ")[0])
    assert program == "resolve"
    command = main.get_command(main.make_context("resolve", [name]), name)
    assert command is not None
    command.make_context(name, args)


# --------------------------------------------------------------------------------------- the package


def pins():
    """Return the version that constraints.txt gives each package."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in wanted}


def closure(requirements):
    """Return the name of every installed package that the requirements bring."""
    seen = set()
    todo = [(Requirement(text), "") for text in requirements]
    while todo:
        wanted, asker = todo.pop()
        if wanted.marker and not wanted.marker.evaluate({"extra": asker}):
            continue
        name = canonicalize_name(wanted.name)
        for extra in {"", *wanted.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                todo += [(Requirement(text), extra) for text in metadata.requires(name) or ()]
    return {name for name, _ in seen}


def test_every_package_that_an_install_brings_is_pinned_and_is_here_at_that_version():
    try:
        metadata.version("collective-resolve")
    except metadata.PackageNotFoundError:
        pytest.skip("not installed by ./run")
    project = PROJECT["project"]
    names = closure(project["dependencies"] + project["optional-dependencies"]["test"])
    assert len(names) > len(project["dependencies"])
    assert {name: metadata.version(name) for name in names} == {
        name: version for name, version in pins().items() if name in names
    }


def test_no_install_brings_gigabytes():
    assert [name for name in pins() if re.match(r"torch|nvidia|triton|jax", name)] == []


def test_tests_are_no_part_of_an_install():
    names = closure(PROJECT["project"]["dependencies"])
    assert not names & {"hypothesis", "mypy", "pyagrum", "pytest", "ruff"}


# Packages that are used without being imported.
UNSEEN = {
    "graphviz-pure",  # a program that lays out diagrams
    "python-multipart",  # starlette reads forms with it
}


def imported():
    """Return the first name of every import of our packages that is not our own nor Python's."""
    names = {
        name
        for package in ("bayesnet", "diagrams", "elicitation")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
        )
    }
    first = {name.partition(".")[0] for name in names}
    return first - sys.stdlib_module_names - {"bayesnet", "diagrams", "elicitation"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported():
    of = metadata.packages_distributions()
    used = {canonicalize_name(of[name][0]) for name in imported()}
    project = PROJECT["project"]
    needed = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    extras = [project["optional-dependencies"][name] for name in ("cluster", "pyagrum")]
    extra = {canonicalize_name(Requirement(text).name) for each in extras for text in each}
    assert used - extra == needed - UNSEEN


def test_the_version_stands_in_one_place_and_heads_the_changelog():
    own = PROJECT["project"]["version"]
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    released = [heading for heading in headings if heading != "Unreleased"]
    assert headings.index(released[0]) <= 1, "what is not released stands at the top"
    assert released[0] == own
    assert released == sorted(released, key=Version, reverse=True)
    written = [
        str(path.relative_to(ROOT))
        for package in ("bayesnet", "diagrams", "elicitation")
        for path in (ROOT / package).rglob("*.py")
        if f'"{own}"' in path.read_text("utf-8")
    ]
    assert written == []


def test_the_program_says_its_version():
    from elicitation.cli import main  # noqa: PLC0415 -- the other tests need no commands

    try:
        installed = metadata.version("collective-resolve")
    except metadata.PackageNotFoundError:
        pytest.skip("not installed by ./run")
    told = CliRunner().invoke(main, ["--version"])
    assert (told.exit_code, told.stdout.strip()) == (0, f"resolve, version {installed}")


def test_every_file_in_a_package_is_taken_along():
    """A template or study file that no pattern in pyproject.toml matches would be missing installed."""
    taken = PROJECT["tool"]["setuptools"]["package-data"]
    forgotten = []
    for package in ("bayesnet", "diagrams", "elicitation"):
        patterns = [*taken["*"], *taken.get(package, [])]
        matched = {path for pattern in patterns for path in (ROOT / package).glob(pattern)}
        forgotten += [
            str(path.relative_to(ROOT))
            for path in sorted((ROOT / package).rglob("*"))
            if path.is_file()
            and "__pycache__" not in path.parts  # numba keeps its compiled loops there, too
            and path.suffix != ".py"
            and path not in matched
        ]
    assert forgotten == []
