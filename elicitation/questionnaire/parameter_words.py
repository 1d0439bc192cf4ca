"""Say what a number of the model is about and when it applies, in labels and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagrams.network.wording import plain as in_words

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

_NAME = re.compile(r"\w+")
_SETTING = re.compile(r"\b([A-Za-z]\w*)=(\w+)")


def situation(parameter: Parameter, labels: Mapping[str, str]) -> str:
    """Return when a question applies, with labels and states in words; empty for always."""
    if parameter.kind == "number" or parameter.text == "whatever else":
        return ""

    def plain(match: re.Match[str]) -> str:
        return f"{labels.get(match[1], match[1])} is {in_words(match[2])}"

    said = _SETTING.sub(plain, parameter.text)
    return said if ";" in said else said.replace(", ", " and ")


def short(parameter: Parameter, labels: Mapping[str, str]) -> str:
    """Return what a question is about, without its situation."""
    name = labels.get(parameter.node, parameter.node)
    if parameter.kind != "number":
        return name
    what = _NAME.sub(lambda found: labels.get(found[0], found[0]), parameter.text)
    return f"{name}: {what}"


def named(parameter: Parameter, component: str, labels: Mapping[str, str]) -> str:
    """Return one number of an answer, such as ``Rift line: present, where Dispute is settled``."""
    what, when = short(parameter, labels), situation(parameter, labels)
    if component != "value":
        what = f"{what}: {in_words(component)}"
    return f"{what}, where {when}" if when else what
