"""Worked examples and published answers of elicitation methods, with where they come from.

"formula" means computed once from the published formula, independently of this program.
"""

import numpy as np

# Pools of one event: three experts, weights .2 .3 .5; equal weights where it says so (formula).
EVENT = np.array([0.1, 0.3, 0.6])
EVENT_WEIGHTS = np.array([0.2, 0.3, 0.5])
EVENT_LINEAR = 0.41
EVENT_LOG = 0.3796811685970271
EVENT_LOG_EQUAL = 0.29324289795923164
EVENT_MEDIAN = 0.3
EVENT_EXTREMISED_2_5 = 0.09982105472886264  # of the equal-weighted log pool
# aggreCAT's BetaArMean with parameters 6 and 6 (Gould et al., package aggreCAT), of the mean 1/3
EVENT_BETA_6_OF_MEAN = 0.12208504801097397

# Pools of a row with three states (formula).
ROWS = np.array([[0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.2, 0.3, 0.5]])
ROW_WEIGHTS = np.array([0.5, 0.3, 0.2])
ROW_LINEAR = [0.54, 0.25, 0.21]
ROW_LOG = [0.542833939678945, 0.26995824618840253, 0.18720781413265242]

# Disagreement about the same row (formula).
JSD_EQUAL = 0.10689361205496073
JSD_WEIGHTED = 0.09131434940045868
JSD_EQUAL_OF_MOST = 0.09729875876825662  # divided by ln 3
MEAN_TOTAL_VARIATION = 0.3333333333333333

# A Dirichlet from the same rows' disagreement (formula).
DISAGREEMENT_BY_STATE = [2.9298245614035094, 57.6666666666667, 3.5128205128205128]
DISAGREEMENT_POOLED = 4.818181818181819
DISAGREEMENT_ALPHA = [2.2484848484848485, 1.2848484848484851, 1.2848484848484851]
DISAGREEMENT_RONNING = 12.998200505234145  # geometric mean of the first two by state

# IDEA: lowest, best, highest, confidence, target, standardised (Hemming et al. 2018, Methods in
# Ecology and Evolution 9:169), the last clamped at 0.
IDEA = [
    (0.2, 0.3, 0.5, 60, 80, (0.16666666666666669, 0.5666666666666667)),
    (0.2, 0.3, 0.5, 60, 90, (0.15, 0.60)),
    (0.05, 0.1, 0.4, 50, 90, (0.010000000000000009, 0.64)),
]
# The package elicitr's own example (data set round_1, variable var3), standardised to 100.
ELICITR = [
    (0.43, 0.73, 0.83, 94, (0.4108510638297872, 0.8363829787234043)),
    (0.67, 0.77, 0.87, 69, (0.625072463768116, 0.914927536231884)),
    (0.65, 0.85, 0.95, 79, (0.5968354430379748, 0.9765822784810126)),
    (0.44, 0.64, 0.84, 89, (0.4152808988764045, 0.8647191011235955)),
    (0.38, 0.68, 0.88, 56, (0.14428571428571424, 1.0)),
    (0.35, 0.65, 0.85, 89, (0.3129213483146067, 0.8747191011235955)),
]

# Betas (formula; the last two are test values of the package PreliZ).
BETA_5_50_95 = ((0.05, 0.5, 0.95), (0.1, 0.25, 0.5), (3.437903433088035, 9.571667662987755))
BETA_5_95 = ((0.05, 0.95), (0.1, 0.5), (3.474902091055511, 8.973445865511758))
BETA_QUARTILES = ((0.25, 0.5, 0.75), (0.3, 0.5, 0.7), (1.528, 1.528))
BETA_MOST_ENTROPY = (0.2, 0.6, 0.9, (6.112, 9.101))

# SHELF's Dirichlet from quartiles (Zapata-Vazquez, O'Hagan & Bastos 2014, Journal of Applied
# Statistics 41:1919).
SHELF_QUARTILES = [(0.50, 0.55, 0.60), (0.22, 0.30, 0.35), (0.11, 0.15, 0.20)]
SHELF_PUBLISHED = (16.6, 8.96, 4.80)

# Cooke's calibration: quantiles 5, 50, 95, counts, chi-square statistic, score (formula).
COOKE = [
    ([0, 5, 5, 0], 2.107210313156527, 0.5504554457423381),
    ([1, 4, 4, 1], 0.8880601517376469, 0.828308171679657),
    ([1, 4, 5, 0], 1.4976352324470872, 0.6828162249236398),
    ([3, 2, 2, 3], 15.013671901006028, 0.001805002578813748),
    ([5, 0, 0, 5], 46.05170185988092, 5.529729726522581e-10),
    ([1, 9, 9, 1], 0.0, 1.0),
]
# The same with quantiles 5, 25, 50, 75, 95; the first is expert Ex1 of the tobacco study.
COOKE_FIVE = [
    ([1, 3, 2, 1, 0, 3], 11.844486156132055, 0.03698194553661526),
    ([0, 2, 3, 1, 3, 1], 3.080432886784293, 0.6875868656902037),
]

# Scores (formula; CRPS: Gneiting & Raftery 2007, JASA 102:359, for a standard normal).
BRIER_FORECASTS = np.array([0.9, 0.7, 0.2, 0.6, 0.1])
BRIER_HAPPENED = np.array([1, 1, 0, 0, 0])
BRIER_HALF = 0.102
BRIER_WHOLE = 0.204
LOG_SCORE = -0.34136605168855
MURPHY_FORECASTS = np.array([0.2, 0.2, 0.2, 0.8, 0.8, 0.8, 0.8, 0.5, 0.5])
MURPHY_HAPPENED = np.array([0, 0, 1, 1, 1, 1, 0, 1, 0])
MURPHY_BRIER = 0.22
MURPHY_PARTS = (0.007037037037037038, 0.03395061728395062, 0.24691358024691357)
RANKED_OF_THIRD = 0.53  # [.2, .5, .3], the third state came true
CRPS_NORMAL_AT_1 = 0.6024413576276163
