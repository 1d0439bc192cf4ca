"""Fit betas and Dirichlets to what experts said, and say where they do not fit.

=========================  ==========================  =============================================
question                   fit                         source
=========================  ==========================  =============================================
quantiles, any set         ``beta.py``                 least squares on the CDF, as SHELF; two exact
lowest, best, highest,     ``idea.py``, ``beta.py``    Hemming et al. (2018); as quantiles 5, 50, 95
how sure
roulette: chips in bins    ``beta.py``                 SHELF; their shares as quantiles
mean and variance          ``beta.py``                 moments
least, mode, greatest      ``beta.py``                 beta-PERT, Clark (1962)
interval and its share     ``beta.py``                 the beta of most entropy
one number                 ``beta.py``                 no spread
any quantity, SHELF's and  ``quantities.py``,          SHELF (O'Hagan & Oakley); MATCH (Morris,
MATCH's ways and families  ``families.py``             Oakley & Crowe 2014)
a row of marginals         ``dirichlet.py``            Zapata-Vazquez, O'Hagan & Bastos (2014)
several experts' rows      ``dirichlet.py``            moments of their disagreement
=========================  ==========================  =============================================

``typed.py`` makes these answers of a form's cells. How an answer with a range is read when worlds
are drawn is in ``bayesnet/study/draws.py``; ``judged.py`` says how well that keeps what the
expert said.
"""
