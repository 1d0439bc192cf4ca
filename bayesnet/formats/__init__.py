"""Turn the text of a study's files into values and back; nothing here opens a file.

=====================  ==================================================================
module                 text it reads
=====================  ==================================================================
``section``            one TOML table with its key path, collecting every problem
``model_toml``         ``model.toml`` -> :class:`~bayesnet.model.InfluenceDiagram` and its CPTs
``cpt_toml``           one ``cpt`` table of it -> a :class:`~bayesnet.cpds.parameter.Cpd`
``structure_toml``     ``structures/*.toml`` -> :class:`~bayesnet.structures.Structure`
``scenarios_toml``     ``scenarios.toml`` -> :class:`~bayesnet.scenario.Scenario`
``propositions_toml``  ``propositions.toml`` -> :class:`~bayesnet.propositions.Proposition`
``priors_json``        ``priors/NNNN.json`` -> :class:`~bayesnet.priors.Priors`
``pgmpy_bridge``       the network of one scenario as a pgmpy model, for a second opinion
=====================  ==================================================================
"""
