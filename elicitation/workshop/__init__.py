"""Serve the workshop to browsers: experts, facilitator and the screen in the room.

================  ==========================================================================
module            what is in it
================  ==========================================================================
``app``           all routes in one application
``guards``        what every request passes: size, time, rate, hosts, headers
``access``        who may come in: secrets as hashes, codes, sessions
``web``           ``require(role)`` before a route, ``render`` after it: session, CSRF, pages
``session``       the study as it stands, kept in memory and caught up with its folder
``views``         page data as frozen values, made without the web framework
``answers``       from the fields of a form to a recorded answer, or to what is to be mended
================  ==========================================================================
"""
