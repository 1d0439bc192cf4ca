"""Word what cannot be drawn."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "draw.dot-has-no-page": Entry(
        "a graph in DOT has no page, no caption and no places.",
        command="Leave out --page, --caption and --keep-layout, or write .svg, .png or .pdf.",
    ),
    "draw.view-is-no-graph": Entry("the view '{view}' is no graph.", "Write .svg, .png or .pdf."),
    "draw.no-picture-of-answer": Entry(
        "there is no picture of {kind}.", "There is one of {known}; others have .frame()."
    ),
    "draw.cannot-written": Entry("cannot be written ({reason})."),
    "draw.decision-tree-would-ends-can": Entry(
        "the decision tree would have {count:,} ends, and {most_ends} can be read.",
        command="Draw what the best plan does (--view strategy), or one decision (--view policy).",
    ),
    "draw.diagram-could-not-laid-out": Entry("the diagram could not be laid out ({kind})."),
    "draw.does-not-say-what-made": Entry(
        "it does not say what made it.",
        "Either this program did not make it, or another one saved it again without that.",
    ),
    "draw.file-larger-than-mb": Entry("the file is larger than 200 MB.", "Is it the right file?"),
    "draw.kind-file-carries-no-provenance": Entry(
        "this kind of file carries no provenance.", "It can be {kinds}."
    ),
    "draw.no-layout-program": Entry(
        "there is no program to lay out diagrams: neither graphviz-pure nor dot.",
        "Install one: pip install graphviz-pure, or Graphviz from graphviz.org.",
    ),
    "draw.no-causal-path-leads-from": Entry(
        "no causal path leads from {source} to {end}.",
        "Setting the first changes nothing about the second in this structure.",
    ),
    "draw.no-comparison": Entry(
        "{scenario} has no comparison.", command="Name one with --against."
    ),
    "draw.no-experts-set-side-side": Entry(
        "there are no experts to set side by side, only {whose}.",
        command="'resolve plot whatif' shows these numbers.",
    ),
    "draw.no-kind-picture-program-writes": Entry(
        "'{name}' is no kind of picture this program writes.", ".svg, .png or .pdf."
    ),
    "draw.no-module": Entry("there is no module '{word}';"),
    "draw.no-node": Entry("there is no node '{word}';"),
    "draw.no-open-decision": Entry("'{word}' is no open decision;"),
    "draw.no-question-key": Entry("no question has the key '{word}';"),
    "draw.no-such-file": Entry("there is no such file.", "Check the name."),
    "draw.no-version-before": Entry("there is no version before {name}."),
    "draw.nobody-moved-from": Entry("nobody moved from {name} to {other}."),
    "draw.nothing-learn-from-without-ranges": Entry(
        "there is nothing to learn from {whose} without ranges.",
        "Give ranges, or ask more than one expert and freeze what they say.",
    ),
    "draw.only-learning-numbers-is-drawn": Entry(
        "what is drawn is what learning the numbers themselves is worth.",
        command="Leave this out; 'resolve plot information' shows what observing is worth.",
    ),
    "draw.only-places-whole-diagram-s": Entry(
        "only the places of a whole diagram's nodes are kept.",
        command="Leave out --node, --from, --to and --module.",
    ),
    "draw.part-can-drawn-round-node": Entry(
        "one part can be drawn: round a node, from a node to an outcome, or a module.",
        command="Give --node, or --from with --to, or --module.",
    ),
    "draw.pdf-cannot-made": Entry(
        "the PDF cannot be made: {what}.",
        command="Write that text otherwise, or take --format html or docx.",
    ),
    "draw.plot-names-no-expert": Entry(
        "a plot names no expert.", command="'resolve plot experts' shows them unnamed."
    ),
    "draw.plot-over-draws": Entry("this is a plot over draws.", "Ask for some."),
    "draw.steps-counted-from-node-none": Entry(
        "steps are counted from a node, and none is named.", command="Give --node too."
    ),
    "draw.structure-differs-nothing-from-itself": Entry(
        "structure {structure} differs in nothing from itself.",
        command="Name another with --structure or --compare-with.",
    ),
    "draw.structures-compared-where-arcs-say": Entry(
        "structures are compared where arcs say what one of them changes.",
        command="Give --arcs structure too.",
    ),
    "draw.too-small": Entry(
        "{what} at {width:.0f} cm ({page}): text would print at {points}, and under {least:g} pt it is not read.",
        "{advice}",
    ),
    "draw.the-picture": Entry("the picture"),
    "draw.these-fit": Entry("These fit: {offered}."),
    "draw.these-fit-or-a-part": Entry(
        "These fit: {offered}. Or draw a part: --module, --node, --from and --to."
    ),
    "draw.draw-a-part": Entry("Or draw a part: --module, --node, --from and --to."),
    "draw.draw-a-smaller-part": Entry("Draw a smaller part of it."),
    "draw.fits-no-page": Entry("It fits none of the pages."),
    "draw.uncompared": Entry(
        "{scenarios} has no comparison.",
        command="Name one with --against, or leave out what has none.",
        many="{scenarios} have no comparison.",
        by="scenarios",
    ),
    "draw.cannot-be-read": Entry("cannot be read ({reason})."),
    "draw.no-tree": Entry("{reason}"),
    "draw.letters-lost": Entry(
        "our fonts lack {letters}: PNG and PDF show {sign} instead.",
        "The texts of HTML, SVG and DOCX hold them.",
    ),
    "draw.many-letters-lost": Entry(
        "our fonts lack {letters} and {others} more: PNG and PDF show {sign} instead.",
        "The texts of HTML, SVG and DOCX hold them.",
    ),
}
