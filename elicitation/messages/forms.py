"""Word what is wrong with a form that was filled in."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "form.more-of-this-kind": Entry("{count} more of this kind: {places}."),
    "form.beside-another-type": Entry(
        "'{typed}' stands beside an answer by {kind}, so nothing reads it.",
        "Empty it, or answer in one way.",
    ),
    "form.words-too-unlikely": Entry(
        "These answers come to {low} to {high} of {whole}, not {whole}.",
        "Choose a likelier word for one of them, or type numbers.",
    ),
    "form.words-too-likely": Entry(
        "These answers come to {low} to {high} of {whole}, not {whole}.",
        "Choose a less likely word for one of them, or type numbers.",
    ),
    "form.others-over-whole": Entry(
        "the others come to {others} of {whole}.", "Lower one of them."
    ),
    "form.answered-already": Entry(
        "'{component}' is answered already at {at}.", "Keep one of the two."
    ),
    "form.answered-both": Entry("this is answered both as {names}.", "Keep the columns of one."),
    "form.answered-both-number-comparisons": Entry(
        "{question} is answered both as a number and by comparisons.", "Keep one of the two."
    ),
    "form.causes-too-many-compare-pairs": Entry(
        "{node} has {count} causes, too many to compare in pairs.",
        "Give the weights as numbers.",
    ),
    "form.cell-stands-under-no-heading": Entry(
        "cell {cell} stands under no heading, so nothing reads it.",
        "Name the column in {heading}, or empty the cell.",
    ),
    "form.cells-where-first-line": Entry(
        "{number_count} cells where the first line has {name_count}.",
        "Put a text with a comma in double quotes, or save with semicolons.",
    ),
    "form.column-twice": Entry("a column is there twice.", "Keep one of the two."),
    "form.comparison-missing": Entry(
        "the comparison of {missing} is missing.", "Compare every pair of causes, or none."
    ),
    "form.file-larger-than-mb": Entry(
        "the file is larger than {megabytes} MB.",
        "Save it again as an .xlsx workbook, or as CSV UTF-8.",
    ),
    "form.form-not": Entry(
        "this is a form for the {what} {said}, not {value}.",
        "Take that expert's own form of this round.",
    ),
    "form.form-version-program-reads": Entry(
        "a form of version {version}; this program reads {newest}.", "Update collective-resolve."
    ),
    "form.model-toml-edited-since-form": Entry(
        "model.toml was edited since this form was made.",
        "Make sure that no definition it used has changed.",
    ),
    "form.no-column": Entry("there is no column '{name}'.", "The first line is {header}."),
    "form.no-form-no-column-form": Entry(
        "this is no form: no column of it is one of a form's.",
        command="A form is XLSX, JSON, or CSV whose first line is {header}. Get one: resolve form --expert ID --round N --out FILE.",
    ),
    "form.no-line": Entry(
        "{question} has no line for {names}.", "Answer every component, 0 included."
    ),
    "form.no-question-answered": Entry("no question is answered.", "Fill in some first."),
    "form.no-sheet-columns-question-component": Entry(
        "no sheet has the columns question, component and best.",
        command="Fill in the workbook of 'resolve form', or give its sheets these columns.",
    ),
    "form.no-workbook-can-read": Entry(
        "this is no workbook that can be read ({error}).",
        "Save it again as an .xlsx workbook, or as CSV UTF-8.",
    ),
    "form.not-answer": Entry("this is not an answer.", "It has a question, answers and a reason."),
    "form.not-component": Entry("'{word}' is not a component of {question};"),
    "form.not-csv": Entry(
        "this is not CSV: {error}.", "Look for a double quote that is not closed or not doubled."
    ),
    "form.not-estimate": Entry("this is not an estimate.", "It has low, best and high."),
    "form.not-form": Entry("this is not a form.", 'It starts with {{"format": "{format}"}}.'),
    "form.not-list-answers": Entry("this is not a list of answers."),
    "form.not-unit": Entry("'{word}' is not a unit;"),
    "form.question-answered-already": Entry(
        "'{question}' is answered already.", "Keep one of the two."
    ),
    "form.question-reason-text": Entry(
        "question and reason are text.", "Put them in double quotes."
    ),
    "form.reason-unwritable": Entry("the reason {why}.", "Type it again."),
    "form.reason-without-number-not-recorded": Entry(
        "a reason without a number is not recorded.", "Add the numbers."
    ),
    "form.result-formula-not-file": Entry(
        "the result of this formula is not in the file.",
        "Type the number itself, or save the file in a spreadsheet program first.",
    ),
    "form.sheet-no-heading-so-nothing": Entry(
        "the sheet has no heading '{heading}', so nothing on it is read: {named}.",
        "Write '{heading}' over the column with the questions' keys, or delete the sheet.",
    ),
    "form.stretched-your-range-would-pass": Entry(
        "stretched to 90 %, your range would pass {end} and is held there.",
        "Look at your confidence again.",
    ),
    "form.unknown-key": Entry("unknown key '{word}';"),
    "form.weights-not-proportions-means-no": Entry(
        "the weights of {node} are not proportions: 1 means no more than the others.",
        "Give them as numbers.",
    ),
    "form.what-stands-outside-form-s": Entry(
        "what stands outside the form's columns is not read.",
        "Move it under a heading of the form, or empty it.",
    ),
    "form.workbook-far-larger-than-form": Entry(
        "the workbook is far larger than a form.",
        "Save it again as an .xlsx workbook, or as CSV UTF-8.",
    ),
    "form.workbook-far-more-cells-than": Entry(
        "the workbook has far more cells than a form.",
        "Save it again as an .xlsx workbook, or as CSV UTF-8.",
    ),
    "form.you-call-say": Entry(
        "you call it '{word}' ({range}) and say {share:g} %.",
        "The number counts. Mend one of them.",
    ),
    "form.your-comparisons-disagree-each-other": Entry(
        "your comparisons for {node} disagree with each other (consistency ratio {ratio:.2f}, above {most:.2f}).",
        "Intended? Say why, or compare again.",
    ),
    "form.two-readings": Entry("'{typed}' may be {small} or {large}.", "Write {short} or {large}."),
    "form.grouped-number": Entry(
        "'{typed}' is not a number.", "Write {number}, with nothing between."
    ),
    "form.no-number": Entry(
        "'{typed}' is not a number.", "Write 0.25, or 25 under the unit percent."
    ),
    "form.not-above-zero": Entry("{number} is not above 0."),
    "form.outside-bounds": Entry("{number} is outside {low:g} to {high:g}."),
    "form.no-whole-number": Entry("{number} is not a whole number from {low:g} to {high:g}."),
    "form.sum-in-another-unit": Entry(
        "The best values sum to {total}; did you mean {unit}?", "Then say unit {unit}."
    ),
    "form.sum-in-another-unit-too-small": Entry(
        "The best values sum to {total}; did you mean {unit}?",
        "Then say unit {unit} and add {rest}, or scale.",
    ),
    "form.sum-in-another-unit-too-large": Entry(
        "The best values sum to {total}; did you mean {unit}?",
        "Then say unit {unit} and take off {rest}, or scale.",
    ),
    "form.sum-too-small": Entry(
        "The best values sum to {total}, not {whole}.", "Add {rest}, or scale."
    ),
    "form.sum-too-large": Entry(
        "The best values sum to {total}, not {whole}.", "Take off {rest}, or scale."
    ),
    "form.sum-of-tenths": Entry(
        "The best values sum to {total}; did you mean percent, ten times as much?",
        "Type each times ten, or scale.",
    ),
    "form.sum-of-tenths-too-small": Entry(
        "The best values sum to {total}; did you mean percent, ten times as much?",
        "{tenfold} is not 100: add {rest}, or scale.",
    ),
    "form.sum-of-tenths-too-large": Entry(
        "The best values sum to {total}; did you mean percent, ten times as much?",
        "{tenfold} is not 100: take off {rest}, or scale.",
    ),
    "form.outside-percent": Entry("{number} is outside 0 to {whole}.", "The unit is percent."),
    "form.outside-or-percent": Entry(
        "{number} is outside 0 to {whole}.", "If you meant percent, say unit percent."
    ),
    "form.outside-meant-percent": Entry(
        "{number} is outside 0 to {whole}.",
        "Did you mean {meant}, which is {percent} %? Type {meant}.",
    ),
    "form.under-one-percent": Entry(
        "{number} % is less than one in a hundred; did you mean {meant}?", "Type that, or say why."
    ),
    "form.spread-as-wide-as-its-scale": Entry(
        "{number} is as wide as its whole scale, from 0 to 1; did you mean {meant}?",
        "Type that, or say why.",
    ),
    "form.impossible": Entry(
        "{question}: {states} is called impossible without a reason; nothing could change that.",
        "Say why, or use a small number such as {small}.",
    ),
    "form.quoted-state": Entry("'{state}'"),
    "form.no-value": Entry(
        "'{component}' has no {name} value.", "Fill it in, or leave the whole question blank."
    ),
    "form.no-middle-quantile": Entry(
        "'{component}' has no middle quantile (q50).",
        "Fill it in, or leave the whole question blank.",
    ),
    "form.half-a-range": Entry(
        "there is a {name} value but not the other end of the range.",
        "Give low and high, or neither.",
    ),
    "form.low-above-best": Entry(
        "low {low:f} is above best {best:f}.", "low, best and high go upwards."
    ),
    "form.high-below-best": Entry(
        "high {high:f} is below best {best:f}.", "low, best and high go upwards."
    ),
    "form.confidence-outside": Entry(
        "confidence {confidence:f} is outside 50 to 100 %.",
        "It is the chance that the truth lies in the range.",
    ),
    "form.quantile-falls": Entry(
        "{name} {after:f} is below the quantile before it, {before:f}.", "Quantiles go upwards."
    ),
    "form.no-pair-of-quantiles": Entry(
        "there is no pair of quantiles around the middle one.", "Give q5 and q95, or q25 and q75."
    ),
    "form.no-number-of-chips": Entry("{number:f} is not a number of chips.", "Chips are whole."),
    "form.too-few-chips": Entry(
        "{number:f} chips say too little.", "Place at least 5; 10 or 20 are usual."
    ),
    "form.no-lexicon": Entry("the study names no lexicon.", "Give a number."),
    "form.no-word-of-the-lexicon": Entry(
        "'{word}' is no word of {lexicon}.", "Its words: {words}."
    ),
    "form.no-number-of-times": Entry(
        "'{typed}' is not a number from {fewest} to {most}.",
        "3 means three times as strong, 0.5 half as strong.",
    ),
    "form.no-confidence": Entry("'{typed}' is outside {least:g} to 100 %."),
    "form.not-compared": Entry("'{typed}' is not compared with {first}.", "Known: {known}."),
    "form.compared-already": Entry(
        "{first} and {second} are compared already.", "Keep one of the two."
    ),
    "form.comparison-is-one-number": Entry(
        "a comparison is one number.", "Put it under 'best' and nothing else."
    ),
    "form.pair": Entry("{first} vs {second}"),
    "form.not-asked": Entry("no question '{word}' is asked of this expert;"),
    "form.nothing-like-it-asked": Entry(
        "no question '{word}' is asked of this expert;",
        "take the questions from the question sheet.",
    ),
    "form.cell-hides-its-number": Entry(
        "the cell does not show the number that it holds.",
        "Give the cell the format General and type the number that is meant.",
    ),
    "form.cell-shows-another-number": Entry(
        "the cell shows {shown} and holds {held}.",
        "Give the cell the format General and type the number that is meant.",
    ),
    "form.private-column": Entry(
        "Column '{name}' in a form: it would be kept in the study.",
        "Delete it; the expert's id says whose form it is.",
    ),
    "form.unknown-column": Entry("unknown column '{word}';"),
    "form.repaired": Entry(
        "this was repaired ({repair}) from a sum of {total}.", "What was typed is kept beside it."
    ),
    "form.number-format-unread": Entry(
        "what the cell shows under its number format '{format}' is not certain.",
        "Give the cell the format General and type the number that is meant.",
    ),
}
