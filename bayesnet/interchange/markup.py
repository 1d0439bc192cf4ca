"""Read XML into elements that know their line, without entities, and bounded in size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from bayesnet.interchange.draft import MOST_CHARACTERS, Unreadable

MOST_ELEMENTS = 500_000
DEEPEST = 60


@dataclass(slots=True)
class Element:
    """One element: its text is all text directly inside it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text directly inside, without blanks around it."""
        return "".join(self.pieces).strip()

    @property
    def place(self) -> str:
        """Return line and tag, for messages, with what names the element."""
        name = self.attributes.get("id") or self.attributes.get("name") or ""
        return f"line {self.line}: <{self.tag}>" + (f" '{name}'" if name else "")

    def get(self, attribute: str) -> str:
        """Return an attribute, empty if it is not there."""
        return self.attributes.get(attribute, "")

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield the children of these tags."""
        return (child for child in self.children if child.tag in tags)

    def find(self, tag: str) -> Element | None:
        """Return the first child of the tag, or None."""
        return next(self.all(tag), None)

    def words(self, tag: str) -> list[str]:
        """Return the words of the first child of the tag; empty if there is none."""
        child = self.find(tag)
        return child.text.split() if child is not None else []

    def said(self, tag: str) -> str:
        """Return the text of the first child of the tag; empty if there is none."""
        child = self.find(tag)
        return child.text if child is not None else ""

    def below(self, tag: str) -> Iterator[Element]:
        """Yield every element of the tag below this one, at any depth."""
        stack = list(reversed(self.children))
        while stack:
            element = stack.pop()
            if element.tag == tag:
                yield element
            stack += reversed(element.children)


def parse(text: str, root: str) -> Element:
    """Return the root element; raises Unreadable.

    Entities of the file's own are refused, so nothing can grow or be fetched while it is read; what
    a DTD declares besides them is passed over.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("", "file.file-larger-than-characters", most=MOST_CHARACTERS)
    parser, top = expat.ParserCreate("utf-8"), Element("", {}, 0)
    _listen(parser, top)
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise Unreadable(f"line {error.lineno}", "file.not-xml", reason=reason) from None
    except UnicodeEncodeError:
        raise Unreadable("", "file.file-holds-half-character") from None
    element = top.children[0]
    if element.tag != root:
        raise Unreadable(f"line {element.line}", "file.file-begins-not", tag=element.tag, root=root)
    return element


def _listen(parser: expat.XMLParserType, top: Element) -> None:
    """Make the parser hang what it reads below ``top``, within bounds."""
    stack = [top]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        line = parser.CurrentLineNumber
        if count > MOST_ELEMENTS or len(stack) > DEEPEST:
            raise Unreadable(
                f"line {line}",
                "file.more-than-elements-nested-deep",
                most=MOST_ELEMENTS,
                deepest=DEEPEST,
            )
        element = Element(tag, attributes, line)
        stack[-1].children.append(element)
        stack.append(element)

    def end(tag: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        stack[-1].pieces.append(text)

    def entity(*_: object) -> None:
        place = f"line {parser.CurrentLineNumber}"
        raise Unreadable(place, "file.file-declares-entity")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = entity


def attribute(text: str) -> str:
    """Return a text as an attribute's value, in quotes; line breaks are kept."""
    return quoteattr(printable(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def content(text: str) -> str:
    """Return a text as an element's content."""
    return escape(printable(text))


def printable(text: str) -> str:
    """Return the text without the control characters that XML has no way to write."""
    return "".join(c if c >= " " or c in "\n\t" else " " for c in text if c not in "\ufffe\uffff")
