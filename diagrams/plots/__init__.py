"""Plots: one picture a function, from an answer to a drawing whose title says the finding.

===============  ==============================================================
module           plots
===============  ==============================================================
``scale``        axes: round ticks, grid, labels; dots, ranges
``fills``        fillings that differ in grey print
``outcomes``     what-if bars with ranges; experts' changes with a sign table
``comparison``   scenarios side by side, with their ranges over draws
``judgements``   experts' ranges by question and round; who moved between rounds
``tornado``      what an answer hangs on, one thing at a time
``response``     an answer as a function of one number, or of two
``deterrence``   how often somebody else acts, by how much one thing weighs to it
``belief``       how often somebody else acts, by how firmly it believes something
``pedigree``     how well founded the tables are against how much they move
``regions``      which plan is best where, as two numbers move
``prospects``    how often each plan is best, at what regret
``decisions``    risk profiles; what knowing something would be worth
``learning``     what learning the numbers themselves would be worth
``calibration``  what was called against what happened
===============  ==============================================================

They are drawn as SVG text in the look and the font of the diagrams, so that the same answer gives
the same bytes on every machine. Marks differ in shape or filling wherever they differ in colour.
"""
