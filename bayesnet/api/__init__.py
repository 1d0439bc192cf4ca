"""The front door for Python: build or read a study, and ask it everything in state names.

===============  ===================================================================================
module           idea
===============  ===================================================================================
``names``        which texts can name a node, a state or an expert
``nodes``        a diagram of one's own in a few lines: chance, decision and value nodes
``checks``       everything that is wrong with them
``assembly``     the study that is made of them
``study``        a study bound to a structure, weights and what is known; each question a method
``beliefs``      the answer to what is believed
``pictures``     the picture of an answer, by whatever package registers for it
``conversions``  to networkx, pgmpy and pyAgrum, and back
``opening``      how one comes by a study: from nodes, a folder, another library's model
===============  ===================================================================================

Names that ``bayesnet`` itself exports are stable: they change only with a major version.
"""
