"""The model drawn in the browser: the picture of the report is the canvas.

============  ==============================================================================
module        what is in it
============  ==============================================================================
``session``   the study's files as they stand, undo and redo, what was changed underneath
``places``    where people want nodes to stand, in ``layout.json``
``locks``     what answers rest on once somebody has given any
``picture``   what the texts believe so far, and the picture of it
``cost``      what the diagram costs experts: judgements and minutes
``fields``    what a form sends, read strictly
``forms``     the edit that a form means, by its name
``panel``     a node's own panel: its states, parents, table, definition
``views``     all that stands on the page, made without the web framework
``app``       the server: one page, one secret, this machine alone
============  ==============================================================================
"""
