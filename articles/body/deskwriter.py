"""Blocks as the lines of the desk's text form; see `deskform`."""

from articles.body import deskwords, embeds
from articles.body.blocks import Block
from articles.body.desksigns import SAID, SEPARATOR, guarded


class Writer:
    def __init__(self, language: str):
        self._language = language
        self._said = SAID[language]

    def blocks(self, blocks: list[Block], quoted: bool = False) -> str:
        return "\n\n".join(self._block(block, quoted) for block in blocks)

    def _block(self, block: Block, quoted: bool) -> str:
        match block.kind:
            case "paragraph":
                return "\n".join(self._lines(block, quoted))
            case "heading":
                return "## " + self._words(block)
            case "subheading":
                return "### " + self._words(block)
            case "list" | "numbered":
                return self._list(block, quoted)
            case "quote":
                return self._quote(block, ">")
            case "pull":
                return self._quote(block, ">>")
            case "box" | "gallery" as kind:
                return f"[{self._said[kind]}]\n{self.blocks(block.children)}\n[{self._said[f'end {kind}']}]"
            case "figure":
                return self._figure(block)
            case "card":
                story = deskwords.NAMES[self._language]["article"]
                return f"[{self._said['card']}: {story} {block.attributes['data-article']}]"
            case "embed":
                return embeds.PROVIDERS[block.attributes["data-embed"]].page(block.attributes["data-ref"])
            case "table":
                return self._table(block)
            case _:
                return "---"

    def _words(self, block: Block, also: str = "") -> str:
        return deskwords.write(block.runs, self._language, also)

    def _lines(self, block: Block, quoted: bool) -> list[str]:
        lines = self._words(block).split("\n")
        return [guarded(line, of_many=len(lines) > 1, quoted=quoted) for line in lines]

    def _list(self, block: Block, quoted: bool) -> str:
        lines = self._items(block, "", quoted)
        alone = sum(1 for item in block.every() if item.kind == "item") == 1
        if alone:
            lines[0] = lines[0].replace("-", "•", 1) if block.kind == "list" else "•" + lines[0]
        return "\n".join(lines)

    def _items(self, block: Block, indent: str, quoted: bool) -> list[str]:
        lines = []
        for number, item in enumerate(block.children, 1):
            first, *more = self._lines(item, quoted)
            lines.append(f"{indent}- {first}" if block.kind == "list" else f"{indent}{number}. {first}")
            lines += [f"{indent}  {line}" for line in more]
            for inner in item.children:
                lines += self._items(inner, indent + "  ", quoted)
        return lines

    def _quote(self, block: Block, sign: str) -> str:
        cites = [child for child in block.children if child.kind == "cite"]
        inner = self.blocks([child for child in block.children if child.kind != "cite"], quoted=True).split("\n")
        inner += ["— " + self._words(cite) for cite in cites]
        return "\n".join(f"{sign} {line}".rstrip(" ") for line in inner)

    def _figure(self, block: Block) -> str:
        said = block.attributes
        start = f"{self._said['photo']} {said['data-photo']}" if said["data-photo"] else self._said["waiting"]
        if block.children:
            start += f": {self._first_sign_kept(self._words(block.children[0], '|')) or self._said['no caption']}"
        parts = [start]
        if "data-place" in said:
            parts.append(self._said[said["data-place"]])
        if "data-alt" in said:
            alt = self._first_sign_kept(deskwords.protect(said["data-alt"], "|"))
            parts.append(f"{self._said['alt']}: {alt or self._said['caption says it']}")
        if "data-credit" in said:
            parts.append(f"{self._said['credit']}: {deskwords.protect(said['data-credit'], '|')}")
        for name in ("crop", "focus"):
            if f"data-{name}" in said:
                parts.append(f"{self._said[name]} {said[f'data-{name}']}")
        return f"[{' | '.join(parts)}]"

    @staticmethod
    def _first_sign_kept(words: str) -> str:
        """Words that start with a bracket are no remark like (no caption)."""
        return "\\" + words if words.startswith("(") else words

    def _table(self, block: Block) -> str:
        lines = [
            f"[{self._said['table']}: {self._words(child)}]" for child in block.children if child.kind == "caption"
        ]
        rows = [child for child in block.children if child.kind == "row"]
        heads = [[cell.kind == "head cell" for cell in row.children] for row in rows]
        under_heads = all(heads[0]) and not any(any(row) for row in heads[1:])
        for row in rows:
            lines.append("".join(f"| {self._cell(cell, under_heads)} " for cell in row.children) + "|")
            if under_heads and row is rows[0]:
                lines.append("|" + " --- |" * len(row.children))
        return "\n".join(lines)

    def _cell(self, cell: Block, under_heads: bool) -> str:
        words = self._words(cell, "|").replace("\n", " ↵ ")
        if words.startswith("=") or SEPARATOR.fullmatch(words):
            words = "\\" + words
        return f"= {words}".rstrip(" ") if cell.kind == "head cell" and not under_heads else words
