"""Questions that no table needs but that tell whether its answers mean what was meant.

=========  =====================  ==============================================================
part       key                    asked for
=========  =====================  ==============================================================
sign       ``x.sign[a]``          the direction in which a moves x: 1, -1, or 0 for neither
rank       ``x.rank[a]``          a's place among the causes of x, 1 for the one that matters most
extreme    ``x.extreme[a=h, ..]`` the most probable state of x with one cause against all others
check      ``x.check[a=h, ..]``   a held-out row, to compare with the one that the method makes
marginal   ``x.marginal``         x all in all, to compare with what its rows and causes imply
=========  =====================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bayesnet.cpds.extremes import extremes
from bayesnet.cpds.held_out import check_parameters
from bayesnet.cpds.parameter import Cpd, Parameter
from bayesnet.cpds.ranked import Ranked
from bayesnet.cpds.table import fixed_rows
from elicitation.questionnaire.question_plan import QuestionPlan


def cross_checks(cpds: Mapping[str, Cpd], plan: QuestionPlan) -> tuple[Parameter, ...]:
    """Return the questions that check the others, node by node in the model's order."""
    return tuple(p for cpd in cpds.values() if cpd.asked for p in _of(cpd, plan))


def _of(cpd: Cpd, plan: QuestionPlan) -> Iterator[Parameter]:
    child, parents = cpd.domain.child, [parent for parent, _ in cpd.domain.parents]
    keys = {parameter.key for parameter in cpd.parameters()}
    if keys and keys <= fixed_rows(cpd):
        return  # the model settles every row: there is nothing to check
    if plan.signs and keys:
        for parent in parents:
            yield _number(child, "sign", parent, -1, 1, f"direction of {parent}")
        if len(parents) > 1:
            for parent in parents:
                yield _number(child, "rank", parent, 1, len(parents), f"rank of {parent}")
    if plan.extremes and isinstance(cpd, Ranked):
        for row in dict.fromkeys(each.configuration for each in extremes(cpd)):
            when = cpd.domain.when(row)
            yield _number(child, "extreme", when, 1, len(cpd.domain.states), when)
    yield from check_parameters(cpd, plan.check_rows)
    if child in plan.marginals:
        yield Parameter(
            key=f"{child}.marginal",
            node=child,
            kind="distribution",
            components=cpd.domain.states,
            lower=0.0,
            upper=1.0,
            text="all in all",
        )


def _number(child: str, part: str, inside: str, least: int, most: int, text: str) -> Parameter:
    return Parameter(
        key=f"{child}.{part}[{inside}]",
        node=child,
        kind="number",
        components=("value",),
        lower=least,
        upper=most,
        text=text,
    )
