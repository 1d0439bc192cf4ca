"""Forecast what somebody else decides: agents with values, knowledge and beliefs of their own.

================  ===============================================  ===============================
step              what comes back                                  source
================  ===============================================  ===============================
``questions``     what experts are asked of it, what they say     von Winterfeldt & Edwards 1986
``sampling``      an agent's weights, a thousand at once           McKay, Beckman & Conover 1979
``problem``       the network in its mind                          Koller & Milch 2003
``behaviour``     how it chooses among acts                        McKelvey & Palfrey 1995; others
``replies``       its rules, by backward induction                 Rios Insua, Rios & Banks 2009
``readings``      whether acting pays it, whether it was misled
``forecast``      one table a world, the samples averaged          Banks, Gallego, Naveiro &
                                                                   Rios Insua 2022
================  ===============================================  ===============================

Level 2 solves our problem against level 1, and the agent's against that. No fixed point is claimed.
"""
