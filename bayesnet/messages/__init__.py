"""Say what is wrong as values, and put it into words where somebody reads it.

| step | module |
|---|---|
| a message is a code, facts and remedies | `facts`, `remedies`, `bayesnet.errors.Problem` |
| its words, by code | `words`, and `messages` of the packages above |
| a surface fills them with what it calls names | `surface`, `terminal` |
| in the language that is spoken | `language`, `template_file` |
"""
