"""List what a message can tell somebody to do that every surface has its own way to do.

The set is closed. Advice that is the same everywhere stands in the catalogue, beside its message.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from bayesnet.messages.facts import Fact, Items


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """Type the word that is known and nearest to what was typed."""

    code: ClassVar[str] = "remedy.did-you-mean"
    word: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Type one of the words that are known."""

    code: ClassVar[str] = "remedy.one-of"
    words: Items


@dataclass(frozen=True, slots=True)
class NoneDefined:
    """Define one first: none is known."""

    code: ClassVar[str] = "remedy.none-defined"


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a round."""

    code: ClassVar[str] = "remedy.open-round"
    round: int


@dataclass(frozen=True, slots=True)
class OpenRoundBefore:
    """Open a round before another one."""

    code: ClassVar[str] = "remedy.open-round-before"
    round: int


@dataclass(frozen=True, slots=True)
class ReopenRound:
    """Open a closed round again."""

    code: ClassVar[str] = "remedy.reopen-round"
    round: int


@dataclass(frozen=True, slots=True)
class OpenAgain:
    """Open a closed round again, by whoever tried to open it."""

    code: ClassVar[str] = "remedy.open-again"
    round: int


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Close a round before anything else."""

    code: ClassVar[str] = "remedy.close-round"
    round: int


@dataclass(frozen=True, slots=True)
class SubmitToOpenRound:
    """Answer in the round that is open instead, or have the meant one opened."""

    code: ClassVar[str] = "remedy.submit-to-open-round"
    open: int
    round: int


@dataclass(frozen=True, slots=True)
class SubmitToOpenRoundOrReopen:
    """Answer in the round that is open instead, or have the meant one opened again."""

    code: ClassVar[str] = "remedy.submit-to-open-round-or-reopen"
    open: int
    round: int


@dataclass(frozen=True, slots=True)
class SeeRounds:
    """Look which rounds there are and what state they are in."""

    code: ClassVar[str] = "remedy.see-rounds"


@dataclass(frozen=True, slots=True)
class GiveReason:
    """Say why."""

    code: ClassVar[str] = "remedy.give-reason"


@dataclass(frozen=True, slots=True)
class GoOnWithout:
    """Open the round without those who have no entry; ids: of them, as they are typed."""

    code: ClassVar[str] = "remedy.go-on-without"
    ids: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take back what an expert submitted, in one round."""

    code: ClassVar[str] = "remedy.take-back"
    expert: str
    round: int


@dataclass(frozen=True, slots=True)
class TakeBackAll:
    """Take back what an expert submitted."""

    code: ClassVar[str] = "remedy.take-back-all"
    expert: str


Remedy: TypeAlias = (
    DidYouMean
    | OneOf
    | NoneDefined
    | OpenRound
    | OpenRoundBefore
    | ReopenRound
    | OpenAgain
    | CloseRound
    | SubmitToOpenRound
    | SubmitToOpenRoundOrReopen
    | SeeRounds
    | GiveReason
    | GoOnWithout
    | TakeBack
    | TakeBackAll
)


def did_you_mean(
    word: str, known: Iterable[str], kind: Callable[[str], Fact] = str
) -> DidYouMean | OneOf | NoneDefined:
    """Return the nearest known word, or the known words themselves.

    kind: what the words are, where they are names of the model; the nearest is said as it is typed.
    """
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return DidYouMean(near[0])
    return OneOf(Items(tuple(map(kind, words)))) if words else NoneDefined()
