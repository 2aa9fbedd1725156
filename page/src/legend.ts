/** The legend: each kind of date drawn by what draws the picture, with what it means. */

import { APPROXIMATE, UNCERTAIN } from "./events";
import { element } from "./dom";
import { Brush, palette, sized } from "./draw";
import type { Mark } from "./draw";
import type { Piece } from "./shape";

const WIDE = 36;
const HIGH = 20;

const plain = (pieces: Piece[], marks = 0, status: Mark["status"] = "confirmed"): Mark => ({ pieces, marks, status });
const dot: Piece[] = [{ kind: "dot", from: WIDE / 2, to: WIDE / 2 }];
const span: Piece[] = [
  { kind: "rise", from: 1, to: 10, peak: 1 }, { kind: "core", from: 10, to: 26, peak: 1 }, { kind: "fall", from: 26, to: 35, peak: 1 },
];

const ENTRIES: [Mark, string, string][] = [
  [plain(dot), "known", "At this time, as exactly as the screen can show"],
  [plain([{ kind: "window", from: 2, to: 34 }]), "once, somewhere in here", "One moment; when exactly between the two ends is not known"],
  [plain(span), "a span", "Solid: certainly going on. Fading: its beginning or end lies somewhere here"],
  [plain([{ kind: "core", from: 2, to: 15, peak: 1 }, { kind: "fall", from: 15, to: 34, peak: 1, arrow: "right" }]), "no end known", "Goes on, or nobody knows how long; at the other side, since when"],
  [plain([{ kind: "core", from: 3, to: 33, peak: 1 }], APPROXIMATE), "approximate", "“About”: the source gives an estimate"],
  [plain([{ kind: "core", from: 3, to: 33, peak: 1 }], UNCERTAIN), "uncertain", "“Possibly”: the date itself is doubted"],
  [plain(dot, 0, "disputed"), "disputed", "Sources contradict each other: split along the middle, a diamond where it is small"],
];

const SET: [Mark, string, string] = [
  plain([{ kind: "window", from: 2, to: 11 }, { kind: "join", from: 11, to: 25, peak: 0.5 }, { kind: "window", from: 25, to: 34 }]),
  "in one of these", "Joined by dots: in one of the stretches; joined by a line: in all of them",
];

export class Legend {
  readonly root: HTMLElement;
  private readonly canvases: [HTMLCanvasElement, Mark][] = [];

  constructor(statuses: ReadonlySet<string>, sets: boolean) {
    const entries = [...ENTRIES];
    if (sets) entries.splice(2, 0, SET);
    if (statuses.has("draft")) entries.push([plain(dot, 0, "draft"), "draft", "Not yet confirmed by a person"]);
    if (statuses.has("retracted")) entries.push([plain(dot, 0, "retracted"), "retracted", "Taken back"]);
    const list = element("ul", { class: "legend", role: "list", "aria-label": "Legend", tabindex: "0" });
    for (const [mark, name, meaning] of entries) {
      const canvas = element("canvas", { "aria-hidden": "true" });
      this.canvases.push([canvas, mark]);
      list.append(element("li", { title: meaning }, canvas, element("span", {}, name), element("span", { class: "hidden" }, `: ${meaning}`)));
    }
    this.root = list;
  }

  draw(): void {
    const colours = palette(document.body);
    for (const [canvas, mark] of this.canvases) {
      const context = sized(canvas, WIDE, HIGH);
      context.clearRect(0, 0, WIDE, HIGH);
      new Brush(context, colours, 0, WIDE).mark(mark, HIGH / 2, 26);
    }
  }
}
