"""A body as blocks and runs of words, and the one way in which they are spelled as HTML."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from articles.body import schema
from articles.body.schema import KINDS, Mark


class Run(NamedTuple):
    """Words with the same marks, outermost mark first. A line end in the text is a line break."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class Block:
    """One block: its kind, its attributes as stored, its words (if the kind takes words) and the blocks in it."""

    kind: str
    attributes: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    children: "list[Block]" = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)

    def every(self):
        """This block and all in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.every()


def write(blocks: list[Block]) -> str:
    """The stored HTML of blocks."""
    parts: list[str] = []
    for block in blocks:
        _write_block(block, parts)
    return "".join(parts)


# ---- writing -------------------------------------------------------------------------------------------------------


def _write_block(block: Block, parts: list[str]) -> None:
    kind = KINDS[block.kind]
    parts.append("<" + kind.tag)
    for name in kind.attributes:
        if name in block.attributes:
            bare = kind.attributes[name] is schema.present
            parts.append(f" {name}" if bare else f' {name}="{escape(block.attributes[name])}"')
    parts.append(">")
    if kind.tag == "hr":
        return
    if block.runs:
        parts.append(write_runs(block.runs))
    for child in block.children:
        _write_block(child, parts)
    parts.append(f"</{kind.tag}>")


def write_runs(runs: list[Run], start_of: Callable[[Mark], str] | None = None) -> str:
    """The HTML of words.

    start_of  how the tag of a mark is opened where it is not as it is stored
    """
    start_of = start_of or start_of_mark
    parts: list[str] = []
    for closed, opened, said in spelled(runs):
        parts.extend([f"</{mark.tag}>" for mark in closed])
        parts.extend([start_of(mark) for mark in opened])
        words = escape(said, quote=False)
        parts.append(words.replace("\n", "<br>") if "\n" in words else words)
    return "".join(parts)


def spelled(runs: list[Run]) -> Iterator[tuple[tuple[Mark, ...], tuple[Mark, ...], str]]:
    """What closes, what opens, and the text, run by run; neighbours share the marks in common from the outside."""
    current: tuple[Mark, ...] = ()
    for run in runs:
        kept = len(shared(current, run.marks))
        yield current[kept:][::-1], run.marks[kept:], run.text
        current = run.marks
    yield current[::-1], (), ""


def start_of_mark(mark: Mark) -> str:
    return f'<{mark.tag} {mark.attribute}="{escape(mark.value)}">' if mark.attribute else f"<{mark.tag}>"


def shared(left: tuple[Mark, ...], right: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks that both have in common from the outside: white space between them takes these, and no others."""
    if left == right:
        return left
    count = 0
    while count < min(len(left), len(right)) and left[count] == right[count]:
        count += 1
    return left[:count]
