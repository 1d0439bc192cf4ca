"""Cooke's classical model: experts weighted by how they did on questions with known answers.

=====================  ==============================  ===========================================
step                   where                           source
=====================  ==============================  ===========================================
seed questions         ``seeds.py``                    Cooke (1991), Experts in Uncertainty, ch. 12
calibration score      ``scores.py: calibration``      the same; exact chi-square tail
intrinsic range        ``scores.py``                   the same; overshoot k, by default 0.10
information score      ``scores.py: information``      the same
weights, cut-off       ``decision_makers.py``          the same; Cooke & Goossens (2008)
decision makers        ``decision_makers.py``          the same; CDFs pooled, not quantiles averaged
one left out           ``robustness.py``               Cooke (1991), ch. 12
answer from all        ``robustness.py: discrepancy``  Excalibur's discrepancy analysis
random experts         ``validation.py``               Marti, Mazzuchi & Cooke (2021)
seeds held out         ``validation.py``               Colson & Cooke (2017)
other tools' files     ``excalibur.py, anduryl.py``    as these programs write and read them
tables, warnings       ``performance.py``              Colson & Cooke (2017) on what to expect
=====================  ==============================  ===========================================

An expert counts if their calibration reaches the cut-off within 1e-9; a decision maker is scored
like an expert, and is not held to the cut-off itself. Where experts answered different numbers of
seeds, all are scored with the smallest number, as in Excalibur.
"""
