"""A study's folder: the one room of the package that reads files.

============  ====================================================================================
module        idea
============  ====================================================================================
``reading``   a folder as a ``Study``, with every problem in its files
``versions``  a version of the priors, if it is the one that was frozen
``files``     a file of the study or one handed over; a new file, never over another
``hashes``    of what answers are made from besides the model and the priors
============  ====================================================================================
"""
