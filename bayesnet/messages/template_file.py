"""Write the template that translations start from: a .pot file with every text of the catalogues.

The format is that of GNU gettext; each text has the codes it stands under as its comment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from bayesnet.messages.language import DOMAIN
from bayesnet.messages.surface import JOINING, Entry

_HEAD = f"""\
# Every text of the messages of {DOMAIN}. What stands in braces is filled in: keep its name.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def template(catalogues: Iterable[Mapping[str, Entry]], marks: Iterable[str] = ()) -> str:
    """Return the text of the .pot file, sorted by text.

    catalogues: of all surfaces. marks: texts that stand in none, as those before a problem.
    """
    codes: dict[tuple[str, str], set[str]] = {(text, ""): set() for text in (*JOINING, *marks)}
    for catalogue in catalogues:
        for code, entry in catalogue.items():
            codes.setdefault((entry.message, entry.many), set()).add(code)
            for text in filter(None, (entry.advice, entry.command)):
                codes.setdefault((text, ""), set()).add(code)
    blocks = [_block(*texts, sorted(found)) for texts, found in sorted(codes.items())]
    return "\n".join([_HEAD, *blocks])


def _block(one: str, many: str, codes: Iterable[str]) -> str:
    lines = [f"#. {code}" for code in codes]
    lines.append(f"msgid {_quoted(one)}")
    if many:
        lines += [f"msgid_plural {_quoted(many)}", 'msgstr[0] ""', 'msgstr[1] ""']
    else:
        lines.append('msgstr ""')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
