"""A published run of the classical model: seven experts, ten seed questions, five quantiles.

The assessments are those of the tobacco study in Cooke's data archive (file ``tobacco`` as
distributed with anduryl, ``test/data/tobacco_csv_*.csv``, the ten items with a known answer). The
scores are Excalibur's, to two digits, as published for it in the comparison of 33 studies
(``test/data/Excalibur.csv`` there; Colson & Cooke 2017, Reliability Engineering & System Safety
163:109). Expert Ex1's calibration, .036982, is quoted to six digits.
"""

import numpy as np

PROBABILITIES = np.array([0.05, 0.25, 0.50, 0.75, 0.95])
EXPERTS = ("Ex1", "Ex2", "Ex3", "Ex4", "Ex5", "Ex6", "Ex7")
ITEMS = (
    "$TAdProm2005",
    "%discount",
    "MinVio",
    "%DropPost2002",
    "%LowIncSmoke",
    "%SmokePA/NJ",
    "CancMortPA/USA",
    "%NoInsPA/USA",
    "SmokIns/NoIns",
    "08%CDCmin",
)
REALISATIONS = np.array([13.11, 77.3, 7, 74.28, 34, 1.26, 1.2, 0.777, 1.83, 21.3])
ASSESSMENTS = """\
5 12 25 35 50; 2 7 10 11 12; 5 8 10 15 20; 10 25 40 50 60; 20 35 50 60 75; 1 1.1 1.25 1.4 1.8; 1 1.2 1.3 1.4 1.5; 0.5 0.75 1 1.1 1.25; 0.8 1 1.5 1.6 1.8; 40 45 55 60 65
1 5 10 15 25; 5 10 15 20 25; 1 3 5 7 10; 50 60 85 90 100; 10 20 30 50 60; 1 1.1 1.11 1.14 1.2; 1 1.1 1.2 1.3 1.5; 0.33 0.4 0.5 0.67 1; 1 1.5 2 2.5 3; 25 30 50 60 75
2 4 6 8 10; 8 17 25 38 40; 4 7 11 14 16; 10 25 35 45 55; 15 27 30 40 45; 0.3 0.4 0.5 1.5 2; 0.75 0.8 1 1.35 2; 0.5 0.6 0.75 0.85 1; 1.03 1.1 1.15 1.35 1.5; 20 45 60 75 80
1 11 15 100 200; 3 15 25 30 37; 3 5 7 10 15; 30 50 75 82 90; 20 30 35 42 48; 0.8 1 1.3 1.4 1.5; 0.7 1 1.1 1.3 1.4; 0.5 0.6 0.7 1 1.1; 0.98 1.1 1.2 1.3 1.5; 45 50 60 70 85
500 550 600 750 1000; 0 25 50 75 100; 6 7 8 9 11; 0 25 50 75 100; 27 29 33 34 35; 0.75 0.813 0.875 0.938 1; 1 1.1 1.25 1.3 1.5; 0.6 0.667 0.733 0.8 0.867; 1 1.25 1.5 1.75 2; 40 45 50 55 60
1 2.3 2.8 3.1 3.4; 0 2 4 7 10; 3 13 17 19 20; 50 60 73 80 90; 15 23 32 41 45; 0.75 0.83 0.9 1.3 2; 0.87 0.97 1 1.1 1.3; 0.64 0.71 0.8 0.914 1.067; 0.67 0.85 1 1.2 1.5; 19 20 21 23 26
1 4 7 10 15; 0 10 20 30 100; 4 5 7 9 10; 1 85 90 95 100; 20 22 32 36 40; 0.5 0.75 1 1.25 1.5; 1.1 1.2 1.3 1.4 1.5; 0.5 0.7 0.8 0.9 1; 1 1.2 1.4 1.6 1.8; 15 20 25 30 50
"""
QUANTILES = np.array(
    [
        [[float(number) for number in item.split()] for item in line.split(";")]
        for line in ASSESSMENTS.splitlines()
    ]
)
"""Shape (experts, items, quantiles)."""

DECISION_MAKERS = {
    "equal": (0.20, 0.45, 0.09),
    "global": (0.66, 0.53, 0.35),
    "global, optimised": (0.69, 1.06, 0.73),
    "item, optimised": (0.69, 1.06, 0.73),
}
"""Calibration, information over the seeds, and their product, each to two digits."""
BEST_EXPERT = (0.69, 1.06, 0.73)
FIRST_EXPERT_CALIBRATION = 0.036982
