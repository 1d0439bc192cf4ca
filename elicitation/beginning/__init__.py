"""How a study begins: from five answers, a template, an example, or what is kept of another."""
