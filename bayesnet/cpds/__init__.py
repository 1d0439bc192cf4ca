"""Ways to make a conditional table, one class each; all satisfy :class:`parameter.Cpd`.

Each file says at its head what its method is and where it comes from. The handbook's page of keys
sets them side by side, with what they ask for and what they cannot express. A new method is four
files: its class here, its reader in ``formats/cpt_toml.py``, words for its numbers in
``diagrams/network/wording.py``, its line and keys on that page; ``tests/test_adding.py`` adds one.
"""
