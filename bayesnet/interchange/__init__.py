"""Bring in and take out whole influence diagrams in the formats of other tools.

==================  ==================  =========================================================
module              format, tool        what it holds besides nodes, states, arcs and tables
==================  ==================  =========================================================
``xdsl_*``          XDSL, GeNIe         weights of values, noisy-MAX, comments, positions
``net_*``           NET, Hugin          comments, positions; limited memory
``bifxml``          BIFXML, aGrUM       comments, positions; limited memory
``dne_*``           DNE, Netica         comments, positions
``pgmx_*``          PGMX, OpenMarkov    noisy-MAX, comments, positions; either memory
``bif``, ``uai``    BIF, UAI            no decisions; UAI has no names either
==================  ==================  =========================================================

``diagram`` is the value between a file and everything of ours: ``problems`` makes the decision
problem of it that is solved, ``study_in`` a study's files, ``study_out`` a diagram of a study,
``bridges`` models of pgmpy and networkx. Text to value and back; nothing here opens a file.
"""
