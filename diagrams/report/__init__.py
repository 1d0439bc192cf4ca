"""Write a study up: one list of content blocks, and a writer for each kind of document.

``blocks`` says what a document can hold; ``gather`` computes the answers; ``material`` holds them
with the records, pictures and the author's outline; ``compose`` turns all of it into blocks, a
section a function; ``html``, ``pdf`` and ``docx`` write the same blocks.
"""
