"""Pictures of a diagram: nodes with what is believed of them, and arcs that say something.

===============  ==============================================================================
module           idea
===============  ==============================================================================
``picture``      what a picture shows, before anything is placed
``scenes``       from answers to pictures
``parts``        a part of a diagram: round a node, between two, a module
``arc_styles``   what the arcs say: strength, sign, evidence, difference of structures
``nodes``        what stands in each node, and how large it must be
``layout``       sizes to places, through DOT
``dot_file``     the graph alone, as DOT for others
``kept_layout``  places that stay where they are
``arc_ends``     arcs that end at the shapes, not at the boxes round them
``shapes``       nodes and arcs as elements
``marks``        small signs at nodes
``legend``       what the signs mean
``frame``        title, notices and legend round a picture or a plot
``caption``      the sentences under a picture
``wording``      numbers and names in words
``diagram``      the whole drawing
===============  ==============================================================================
"""
