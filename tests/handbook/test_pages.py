"""The handbook is true: what it types runs, what it shows is said, and every link leads somewhere."""

from __future__ import annotations

import doctest
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from elicitation.cli import SECTIONS, main
from elicitation.handbook.commands import commands_page
from elicitation.handbook.contents import CONTENTS, MADE, PICTURES
from elicitation.handbook.names import names_page
from elicitation.handbook.site import HERE, site, texts
from tests.elicitation.test_readme_workshop import lines_of_page, workshop_on_files

PAGES = Path(str(HERE)) / "pages"
NAMES = [name for names in CONTENTS.values() for name in names]
WRITTEN = [name for name in NAMES if name not in MADE]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SERVES = ("do-draw-model", "do-workshop-room")
"""Their commands go on until they are stopped; test_docs looks at their words."""
WORKSHOP = "learn-facilitator"
"""Its forms are filled in between the lines."""


def blocks(name):
    return BLOCK.findall((PAGES / f"{name}.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def made():
    return {"commands": commands_page(main, SECTIONS), "python": names_page()}


@pytest.fixture(scope="module")
def pages(made):
    return site(made)


def typing(kinds):
    return [
        name
        for name in WRITTEN
        if name not in (*SERVES, WORKSHOP) and {kind for kind, _ in blocks(name)} & kinds
    ]


def test_every_page_that_is_written_is_listed_and_every_block_is_of_a_kind_that_is_tested():
    assert {path.stem for path in PAGES.glob("*.md")} == set(WRITTEN)
    assert {path.name for path in (PAGES / "pictures").iterdir()} == set(PICTURES)
    kinds = {kind for name in WRITTEN for kind, _ in blocks(name)}
    assert kinds == {"sh", "console", "python", "toml"}


@pytest.mark.slow
@pytest.mark.parametrize("name", typing({"sh", "console", "toml"}))
def test_what_a_page_types_runs_from_top_to_bottom_and_says_what_it_shows(
    name, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for kind, text in blocks(name):
        if kind == "toml":
            first, _, rest = text.partition("\n")
            target = tmp_path / first.removeprefix("# ")
            target.parent.mkdir(exist_ok=True)
            target.write_text(rest, "utf-8")
        elif kind == "sh":
            for line in text.splitlines():
                typed(line, monkeypatch)
        elif kind == "console":
            line, _, shown = text.removeprefix("$ ").partition("\n")
            printed = " ".join(typed(line, monkeypatch).split())
            for row in re.split(r"\n(?=\S.* {2})", shown):
                assert " ".join(row.split()) in printed


def typed(line, monkeypatch):
    """Type a line of a page; return what is printed."""
    program, *words = shlex.split(line, comments=True)
    if program == "cd":
        monkeypatch.chdir(words[0])
        return ""
    assert program == "resolve"
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, (line, result.output)
    return result.stdout


@pytest.mark.slow
def test_the_facilitators_workshop_runs_with_forms_filled_in_between(tmp_path, monkeypatch):
    lines = lines_of_page(PAGES / f"{WORKSHOP}.md")
    assert {words[1] for words in lines} >= {"init", "freeze", "diff", "pools", "coherence"}
    workshop_on_files(lines, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", [n for n in WRITTEN if any(k == "python" for k, _ in blocks(n))])
def test_python_on_a_page_answers_what_stands_below_it(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # what a page draws is written where it runs
    text = "\n".join(code for kind, code in blocks(name) if kind == "python")
    example = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
    assert example.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example).failed == 0


class Links(HTMLParser):
    """What a page leads to, what can be led to on it, and every text of it."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.ids, self.levels = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.targets += [named[key] for key in ("href", "src") if key in named]
        self.ids += [named["id"]] if "id" in named else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        assert tag != "img" or named.get("alt"), "a picture without words for it"
        assert tag not in {"script", "iframe", "link"}, "nothing is fetched or run"


def test_every_link_leads_somewhere_inside_the_handbook(pages):
    read = {n: Links(c.decode()) for n, c in pages.items() if n.endswith(".html")}
    for name, links in read.items():
        for target in links.targets:
            page, _, place = target.partition("#")
            assert (page or name) in pages, f"{name}: {target}"
            assert not place or place in read[page or name].ids, f"{name}: {target}"


def test_every_page_has_one_title_and_no_place_twice(pages):
    for name, content in pages.items():
        if name.endswith(".html"):
            links = Links(content.decode())
            assert links.levels.count(1) == 1, name
            assert len(links.ids) == len(set(links.ids)), name


def test_words_of_a_page_cannot_become_markup():
    from elicitation.handbook.site import body  # noqa: PLC0415

    assert "<script" not in body("# x\n\n<script>alert(1)</script>\n")


def test_the_pictures_are_those_that_the_program_draws():
    """tests/diagrams/test_golden.py draws these anew and compares them byte for byte."""
    golden = Path(__file__).parents[1] / "diagrams" / "golden"
    for name in PICTURES:
        shown = (PAGES / "pictures" / name).read_bytes()
        assert shown == (golden / name).read_bytes(), f"copy {name} from tests/diagrams/golden"


def walk(command, context):
    yield context.command_path, command
    for name in getattr(command, "list_commands", lambda _: ())(context):
        below = command.get_command(context, name)
        yield from walk(below, type(context)(below, parent=context, info_name=name))


def test_the_reference_has_every_command_and_every_option(made):
    context = main.make_context("resolve", [], resilient_parsing=True)
    listed = made["commands"]
    count = 0
    for path, command in walk(main, context):
        if path == "resolve":
            continue
        count += 1
        part = re.split(r"\n#{2,3} ", listed.partition(f"\n### {path}\n")[2])[0]
        assert part, path
        for option in command.params:
            if not getattr(option, "hidden", False) and option.param_type_name == "option":
                assert all(f"{name}" in part for name in option.opts), (path, option.opts)
    assert count > 60


def test_the_reference_has_every_public_name_and_method(made):
    import bayesnet as bn  # noqa: PLC0415

    headings = set(re.findall(r"^#{2,3} (.*)$", made["python"], re.MULTILINE))
    assert {f"bn.{name}" for name in bn.__all__} <= headings
    methods = {name for name in vars(bn.Study) if not name.startswith("_")}
    own = {heading.removeprefix("Study.") for heading in headings if heading.startswith("Study.")}
    assert own == {name for name in methods if callable(getattr(bn.Study, name)) or name in own}
    assert {"what_if", "decide", "tornado"} <= own


def test_a_heading_is_linked_to_as_on_github(made):
    assert "## What may be said in `model.toml`, and need not" in texts(made)["files"]
