"""Score forecasts once the world has answered, and measure how far experts are apart.

====================  ====================================  =====================================
score                 where                                 source
====================  ====================================  =====================================
Brier, two forms      ``rules.py: half_brier``, ``brier``   Brier (1950)
logarithmic           ``rules.py: log_score``               Good (1952)
ranked probability    ``rules.py: ranked``                  Epstein (1969)
CRPS                  ``rules.py: crps``                    Matheson & Winkler (1976)
Murphy's partition    ``reliability.py``                    Murphy (1973)
disagreement          ``disagreement.py``                   Lin (1991), Kendall & Babington Smith
of a study's nodes    ``study_disagreement.py``             the same, and moments of Dirichlets
====================  ====================================  =====================================
"""
