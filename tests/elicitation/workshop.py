"""A workshop of four experts on the umbrella, as its facilitator types it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, PROPOSITIONS, SCENARIOS

EXPERTS = ("E03", "E07", "E09", "E12")
PLAN = (
    """\
format = "collective-resolve/elicitation"
version = 1
pooling = "linear"
weights = "equal"
lexicon = "ICD-203"
unit = "percent"
[round.1]
label = "Private first round"
[round.2]
label = "After discussion"
[panel.sky]
label = "Sky"
nodes = ["weather", "forecast"]
"""
    + "".join(f'[expert.{expert}]\nlabel = "{expert}"\n' for expert in EXPERTS[:3])
    + '[expert.E12]\nlabel = "E12"\npanels = ["sky"]\n'
)
MOOD = {"dry": (10, 30), "wet": (90, 40)}


def begin(folder: Path) -> Path:
    """Return the folder, made a study without any answer."""
    folder.mkdir(exist_ok=True)
    files = {
        "model.toml": MODEL,
        "scenarios.toml": SCENARIOS,
        "propositions.toml": PROPOSITIONS,
        "elicitation.toml": PLAN,
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def form(wet: int, reason: str = "", *, mood: bool = True) -> str:
    """Return a CSV form in percent; wet: the answer on rain."""
    rows = ["question,component,low,best,high,reason"]
    rows += [
        f'weather[],dry,,{100 - wet},,"{reason}"',
        f"weather[],wet,{wet - 5},{wet},{wet + 5},",
        "forecast[weather=dry],sun,70,80,90,",
        "forecast[weather=dry],rain,10,20,30,",
        "forecast[weather=wet],sun,,30.5,,",
        "forecast[weather=wet],rain,,69.5,,",
    ]
    for weather, answers in MOOD.items() if mood else ():
        for umbrella, bad in zip(("leave", "take"), answers, strict=True):
            key = f'"mood[weather={weather}, umbrella={umbrella}]"'
            rows += [f"{key},bad,,{bad},,", f"{key},good,,{100 - bad},,"]
    return "\n".join(rows) + "\n"


def resolve(folder: Path, *words: object) -> Result:
    """Return what the command prints and how it ends."""
    return CliRunner().invoke(main, [*map(str, words), "--study", str(folder)])


def done(folder: Path, *words: object) -> str:
    """Return what a command that must succeed prints."""
    result = resolve(folder, *words)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def refused(folder: Path, *words: object) -> str:
    """Return what a command that must be refused says."""
    result = resolve(folder, *words)
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


def submit(
    folder: Path, expert: str, number: int, wet: int, reason: str = "", *more: object
) -> str:
    """Return what submitting an expert's whole form prints."""
    file = folder.parent / f"{expert}.csv"
    file.write_text(form(wet, reason, mood=expert != "E12"), "utf-8")
    return done(folder, "submit", file, "--expert", expert, "--round", number, *more)
