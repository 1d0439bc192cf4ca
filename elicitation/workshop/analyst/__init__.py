"""The analyst's page: click on a state, and every bar, difference and range answers.

============  ==============================================================================
module        what is in it
============  ==============================================================================
``state``     what is asked, as it stands in the address of the page
``session``   the study made ready: circuits, draws and places of the nodes, kept in memory
``views``     page data as frozen values, made without the web framework
``pictures``  the picture of what is asked, to be clicked on or taken along
``routes``    the pages, behind whatever guard the server puts before them
============  ==============================================================================
"""
