"""Plots: one picture a function, from an answer to a drawing whose title says the finding.

==============  ===============================================================
module          plots
==============  ===============================================================
``scale``       a linear axis: round ticks, grid, labels
``outcomes``    what-if bars with ranges; experts' changes with a sign table
``judgements``  experts' ranges by question and round; who moved between rounds
``decisions``   risk profiles; what knowing something would be worth
==============  ===============================================================

They are drawn as SVG text in the look and the font of the diagrams, so that the same answer gives
the same bytes on every machine. Marks differ in shape or filling wherever they differ in colour.
"""
