"""Pictures of decisions: what is known when, what is best in which case, the plan as a tree.

=================  ============================================================================
module             idea
=================  ============================================================================
``timeline``       what is known at each decision, and what of it can matter
``table_picture``  what each option is worth in every case
``tree_picture``   a plan, or the whole problem, in the order of time
``plans``          each of them in its frame
=================  ============================================================================
"""
