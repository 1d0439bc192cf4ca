"""Influence diagrams with experts' priors: values, inference, decisions and answers.

This package knows nothing of pictures or people. Its way from file to answer:
``formats`` -> ``model`` + ``cpds`` + ``priors`` -> ``study`` -> ``inference`` / ``decisions`` ->
``whatif``, ``examine``, ``recommend``.
"""
