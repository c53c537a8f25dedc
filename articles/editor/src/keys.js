// The keys of the editor. The help sheet names the same ones; a test holds them against each other.
import { baseKeymap, chainCommands, exitCode, selectNodeBackward } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import * as act from "./commands.js";
import { findKeys } from "./find.js";
import { edgeOfCaptionLine, leaveCaption, paragraphBelow, selectFigure } from "./figures.js";
import { schema } from "./schema.js";
import { typingKeys, undoTyped } from "./typing.js";

const N = schema.nodes;

/** The plugins, and the names of all keys that do something. own: {link, toolbar}, commands that need more than a state. */
export function keys(own) {
  const bound = {
    "Mod-z": undo,
    "Shift-Mod-z": redo,
    "Mod-y": redo,
    "Mod-b": act.toggle("strong"),
    "Mod-i": act.toggle("em"),
    "Mod-k": own.link,
    "Mod-Alt-2": act.turnInto(N.heading),
    "Mod-Alt-3": act.turnInto(N.subheading),
    "Mod-Alt-0": act.turnInto(N.paragraph),
    "Mod-Shift-7": act.toggleList(N.numbered),
    "Mod-Shift-8": act.toggleList(N.list),
    "Mod-Shift-b": act.toggleAround(N.quote),
    "Alt-ArrowUp": act.moveBlock(-1),
    "Alt-ArrowDown": act.moveBlock(1),
    "Alt-F10": own.toolbar,
    Escape: act.selectBlock,
    Tab: chainCommands(act.nextCell(1), act.deeper),
    "Shift-Tab": chainCommands(act.nextCell(-1), act.shallower),
    Enter: chainCommands(leaveCaption, act.leaveAround, act.cellBelow, paragraphBelow, act.nextItem),
    "Shift-Enter": chainCommands(act.lineBreak, leaveCaption),
    "Mod-Enter": chainCommands(exitCode, act.lineBreak),
    Backspace: chainCommands(undoTyped, selectFigure),
  };
  const base = {
    ...baseKeymap,
    Home: edgeOfCaptionLine(-1, false),
    "Shift-Home": edgeOfCaptionLine(-1, true),
    End: edgeOfCaptionLine(1, false),
    "Shift-End": edgeOfCaptionLine(1, true),
    Backspace: chainCommands(baseKeymap.Backspace, selectNodeBackward),
  };
  return {
    plugins: [typingKeys, findKeys, bound, base].map((one) => keymap(one)),
    names: [typingKeys, findKeys, bound].flatMap(Object.keys),
  };
}
