"""The handbook: pages for each kind of user, and a reference that is made from the program itself.

==================  ==============================================================================
module              idea
==================  ==============================================================================
``pages/``          what people wrote: tutorials, how-to pages, explanations, in Markdown
``pages/pictures``  what they show, as the program draws it
``contents``        which pages there are, in which order
``commands``        the reference of all commands, from the commands themselves
``names``           the reference of what Python callers import, from its docstrings
``site``            all of it as pages of HTML that need nothing from anywhere else
``serving``         those pages to this machine's browser
==================  ==============================================================================
"""
