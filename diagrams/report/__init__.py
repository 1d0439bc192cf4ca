"""Write a study up: one list of content blocks, and a writer for each kind of document.

``blocks`` says what a document can hold; ``gather`` computes the answers; ``compose`` turns them
into blocks, a section a function; ``html`` writes the blocks as one self-contained page.
"""
