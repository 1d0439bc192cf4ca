"""Find the best decisions of an influence diagram, exactly.

=============  =====================================================================
module         idea
=============  =====================================================================
``problem``    a network, decisions in time order, and utilities that add up
``strategy``   a rule for each decision; what a person reads of it
``solve``      best replies in solution order; options forced one at a time
``envelope``   where the best strategy changes between two problems, exactly
``prospects``  every plan of fixed options at once; efficiency, regret
=============  =====================================================================

Source: Lauritzen & Nilsson (2001), Representing and solving decision problems with limited
information, Management Science 47(9).
"""
