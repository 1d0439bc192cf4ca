"""Turn the text of a study's files into values and back; nothing here opens a file.

=====================  ==================================================================
module                 text it reads
=====================  ==================================================================
``section``            one TOML table with its key path, collecting every problem
``model_toml``         ``model.toml`` -> ``InfluenceDiagram`` and its CPTs
``cpt_toml``           one ``cpt`` table of it -> a ``Cpd``
``structure_toml``     ``structures/*.toml`` -> ``Structure``
``scenarios_toml``     ``scenarios.toml`` -> ``Scenario``
``propositions_toml``  ``propositions.toml`` -> ``Proposition``
``priors_json``        ``priors/NNNN.json`` -> ``Priors``
``pgmpy_bridge``       the network of one scenario as a pgmpy model, for a second opinion
=====================  ==================================================================
"""
