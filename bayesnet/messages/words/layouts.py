"""Word what is wrong with layout.json."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

ANEW = "Remove the file, or draw with --keep-layout to write it anew."

WORDS: Mapping[str, Entry] = {
    "layout.centre-two-numbers-from": Entry(
        "a centre is two numbers from 0 to 100000.", command=ANEW
    ),
    "layout.format": Entry("the format has to be '{format}'.", command=ANEW),
    "layout.holds-nodes-centres-view": Entry("it holds the nodes' centres by view.", command=ANEW),
    "layout.not-json": Entry("this is not JSON ({error}).", command=ANEW),
    "layout.only-version-can-read": Entry("only version {version} can be read.", command=ANEW),
}
