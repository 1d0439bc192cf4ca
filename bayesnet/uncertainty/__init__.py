"""Answers with their uncertainty: over draws of the experts' priors, over experts, over structures.

================  =============================================================================
module            idea
================  =============================================================================
``spread``        split a variance: structures, between experts, within experts
``regression``    the conditional expectation of many quantities, from one set of draws
``ranges``        outcomes of scenarios in every drawn world under every structure
``comparison``    scenarios side by side: paired differences first, levels second
``observations``  what it is worth to observe a node before each decision
``control``       what it is worth to set a node before each decision
``learning``      what it is worth to learn a row, a table, which expert or structure is right
``adoption``      what would follow if everybody took over one expert's answer or table
``disagreement``  experts in clusters by what their networks imply, and which table parts them
``agenda``        which questions to discuss next
================  =============================================================================
"""
