"""Drawings as text: shapes and words of known size, whatever they show.

==============  ===============================================================================
module          idea
==============  ===============================================================================
``style``       colours, strokes and sizes
``text``        how wide a text is in the font that ships with the package
``svg``         elements of SVG
``letters``     which letters the font lacks
``provenance``  what made a file, written into it
``drawing``     a finished drawing, with what it shows in words
``pages``       what fits on a page
==============  ===============================================================================
"""
