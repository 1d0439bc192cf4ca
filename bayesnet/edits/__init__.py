"""Change a study as it is written: every edit is a frozen value that maps texts to texts.

What people wrote stays as they wrote it: an edit touches the table it is about and nothing else,
and no comment is ever lost: where what it stood beside is taken away, the comment stays.

==============  ==================================================================================
module          idea
==============  ==================================================================================
``blocks``      a TOML text cut at its headers, and the comments in it
``toml_text``   a key, a table or an item of a list set or taken away in a TOML text
``texts``       what an edit is: the study's texts, in and out
``shapes``      parts of another kind than they have to be, and what a file may leave out
``names``       identifiers made of the labels that people type
``nodes``       a node added, taken out, called otherwise, described
``states``      the states of a node, and what follows for every table that names them
``arcs``        an arc drawn, taken out, given its reason
``tables``      the method of a table and its numbers
``refitting``   what is left of a table's numbers once parents or states have changed
``values``      scores, weights and outcomes
``what_ifs``    scenarios, claims, assumptions
``structures``  alternative structures, as changes to the diagram
``people``      experts and panels
``draft``       texts read as far as they go: a diagram before it is whole
``checked``     an edit made, unless it breaks what was sound
``history``     the texts before and after each edit: undo gives back the same bytes
==============  ==================================================================================
"""
