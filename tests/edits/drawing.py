"""The edits that draw a study from an empty model, read off its files."""

from __future__ import annotations

from bayesnet.edits.arcs import AddArc
from bayesnet.edits.nodes import AddNode, Characterise, Define, SetAbout
from bayesnet.edits.tables import SetCpt, SetMethod, SetRows
from bayesnet.edits.texts import MODEL, PROPOSITIONS, SCENARIOS, model_of, parents_of, plain
from bayesnet.edits.values import SetOutcome, SetScores, SetWeights
from bayesnet.edits.what_ifs import AddAssumption, AddClaim, SetScenario

EMPTY = 'format = "collective-resolve/model"\nversion = 1\n\n[model]\nid = "new"\n'
ABOUT = ("definition", "by", "settled_by", "article")


def drawing(texts):
    """Yield every edit, in an order in which a person could make them."""
    model = model_of(texts)
    about = {k: v for k, v in model["model"].items() if k != "default_weights"}
    yield SetAbout(entries=about)
    yield from nodes_of(model)
    yield from arcs_of(model)
    yield from numbers_of(model)
    yield from counts_of(model)
    yield from claims_of(texts)


def nodes_of(model):
    for kind in ("decision", "chance", "utility"):
        for name, node in model.get(kind, {}).items():
            labels = node.get("state_labels") or [
                s.replace("_", " ") for s in node.get("states", ())
            ]
            yield AddNode(kind=kind, label=node["label"], states=tuple(labels), name=name)
            defined = {("text" if k == "definition" else k): node[k] for k in ABOUT if k in node}
            if "article" in defined:
                defined["article"] = tuple(defined["article"])
            yield Define(name=name, **defined)
            rest = {k: v for k, v in node.items() if k in Characterise.KEYS[kind]}
            yield Characterise(name=name, entries=rest)


def arcs_of(model):
    reasons = {(arc["from"], arc["to"]): arc for arc in model.get("arc", [])}
    for kind in ("decision", "chance", "utility"):
        for name in model.get(kind, {}):
            for parent in parents_of(model, name):
                arc = reasons.get((parent, name), {})
                yield AddArc(
                    parent=parent,
                    child=name,
                    claim=arc.get("claim", ""),
                    article=tuple(arc.get("article", ())),
                    sign=arc.get("sign", ""),
                    contrary=tuple(arc.get("contrary", ())),
                )


def numbers_of(model):
    for name, node in model["chance"].items():
        cpt = node["cpt"]
        yield SetMethod(name=name, method=cpt["method"])
        if cpt["method"] == "table":
            yield SetRows(name=name, rows={tuple(r["when"]): tuple(r["p"]) for r in cpt["rows"]})
        yield SetCpt(
            name=name, entries={k: v for k, v in cpt.items() if k not in ("method", "rows")}
        )
    for name, node in model["utility"].items():
        for parent, scores in node["scores"].items():
            yield SetScores(name=name, parent=parent, scores=scores)


def counts_of(model):
    chosen = model["model"]["default_weights"]
    sets = model["weights"]
    for name in (chosen, *(other for other in sets if other != chosen)):
        weights = {k: v for k, v in sets[name].items() if k != "label"}
        yield SetWeights(label=sets[name]["label"], weights=weights, set_id=name)
    for outcome in model["outcome"]:
        entry = {k: v for k, v in outcome.items() if k != "id"}
        entry["states"] = tuple(entry["states"])
        yield SetOutcome(outcome_id=outcome["id"], **entry)
    for item in model.get("assumption", []):
        entry = {k: v for k, v in item.items() if k not in ("id", "arcs")}
        arcs = tuple(map(tuple, item["arcs"]))
        yield AddAssumption(assumption_id=item["id"], arcs=arcs, **entry)


def claims_of(texts):
    for name, scenario in plain(texts, SCENARIOS).get("scenario", {}).items():
        known = ("label", "set", "seen", "compare_with")
        rest = {k: v for k, v in scenario.items() if k not in known}
        entry = {k: v for k, v in scenario.items() if k in known}
        yield SetScenario(scenario_id=name, rest=rest, **entry)
    for claim in plain(texts, PROPOSITIONS).get("proposition", []):
        yield AddClaim(
            claim_id=claim["id"],
            text=claim["text"],
            article=tuple(claim.get("article", ())),
            checks=tuple(claim["check"]),
        )


def drawn(texts):
    """Return the texts that these edits make of an empty model beside the same structures."""
    new = {name: text for name, text in texts.items() if name.startswith("structures/")}
    new[MODEL] = EMPTY
    for edit in drawing(texts):
        new = edit.change(new)
    return new
