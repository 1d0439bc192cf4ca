"""Ways to make a conditional table, one class each; all satisfy :class:`parameter.Cpd`.

===========  ===========  =====================================  ==================================
method       class        numbers asked (n parents, m states)     cannot express
===========  ===========  =====================================  ==================================
table        FullTable    m^n rows of m                           nothing; it is only long
noisy_or,    NoisyMax     one row a cause, one for the leak       causes that hinder or reinforce
noisy_max                 (Diez 1993; Henrion 1989)               each other
ranked       Ranked       a weight a parent and a spread          a mean: interactions; all:
                          (Fenton, Neil & Caballero 2007)         effects that are not monotone
weighted_sum WeightedSum  m rows and n weights (Das 2004)         interactions and thresholds
likelihood   Likelihood   a row, effects, weights, a base         effects that reinforce each other
                          (Sjökvist & Hansson 2013)               on the scale of log-odds
product      Product      none (grades of probabilities)          anything but a product
===========  ===========  =====================================  ==================================

A new method is a new file here with a frozen class, and a reader in ``formats/cpt_toml.py``.
"""
