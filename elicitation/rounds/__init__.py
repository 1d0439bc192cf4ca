"""How an elicitation goes: rounds, who is there, what is declared beside the answers."""
