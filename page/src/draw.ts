/**
 * Ink: the marks on a canvas. What is claimed is decided in `shape.ts`; here is only how it looks.
 *
 * Told apart without colour too: a disputed mark is split along its middle (two tellings), an approximate one has a
 * wave over it, an uncertain one is hatched, and small ones carry "~" or "?"; a draft is hollow and dashed, a
 * retracted one struck through. The legend draws with the same functions, so it cannot differ from the picture.
 */

import { APPROXIMATE, UNCERTAIN } from "./events";
import { DOT } from "./shape";
import type { Piece } from "./shape";
import type { Status } from "./events";

export interface Palette {
  ink: string;
  soft: string;
  paper: string;
  line: string;
  chosen: string;
  confirmed: string;
  disputed: string;
  draft: string;
  retracted: string;
  font: string;
}

/** Read the colours from the style sheet, which knows light, dark and the reader's own. */
export function palette(of: Element): Palette {
  const style = getComputedStyle(of);
  // A canvas does not know the reader's own colours by their names; an element does.
  const probe = of.appendChild(document.createElement("span"));
  probe.style.setProperty("forced-color-adjust", "none");
  const get = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ink: get("--ink"), soft: get("--soft"), paper: get("--paper"), line: get("--line"), chosen: get("--chosen"),
    confirmed: get("--confirmed"), disputed: get("--disputed"), draft: get("--draft"), retracted: get("--draft"),
    font: style.fontFamily,
  };
  probe.remove();
  return colours;
}

export interface Mark {
  pieces: readonly Piece[];
  marks: number;
  status: Status;
}

const FADES = 64;
const TAU = Math.PI * 2;

export class Brush {
  private readonly fades = new Map<string, HTMLCanvasElement>();
  private readonly hatches = new Map<string, CanvasPattern | null>();
  /** The colour that is set, if the last mark was a speck. */
  private speckled = "";

  constructor(
    readonly context: CanvasRenderingContext2D,
    readonly colours: Palette,
    /** What lies outside is not drawn: left and right edge. */
    private readonly left: number,
    private readonly right: number,
  ) {}

  /** Draw the mark of one event in a row of `height` pixels whose middle is `y`. */
  mark(mark: Mark, y: number, height: number): void {
    this.speckled = "";
    const colour = this.colours[mark.status];
    const thick = height >= 15 ? Math.min(10, Math.round(height * 0.42)) : Math.max(2, height - (height > 5 ? 2 : 1));
    const fine = height >= 15;
    for (const piece of mark.pieces) {
      if (piece.kind === "dot") this.dot(piece.from, y, Math.min(DOT, height - 1) / 2, mark, colour, fine);
      else if (piece.to >= this.left && piece.from <= this.right) this.bar(piece, y, thick, mark, colour, fine);
    }
  }

  /** Draw a dot where rows are low: thousands of these are drawn at every step. */
  speck(x: number, y: number, height: number, status: Status): void {
    const radius = Math.min(DOT, height - 1) / 2;
    const c = this.context;
    const colour = this.colours[status];
    if (this.speckled !== colour) {
      c.fillStyle = colour;
      this.speckled = colour;
    }
    c.fillRect(x - radius, y - radius, radius * 2, radius * 2);
    if (status === "disputed" && radius > 1.5) {
      c.fillStyle = this.colours.paper;
      c.fillRect(x - radius, y - 0.5, radius * 2, 1);
      this.speckled = "";
    }
  }

  private dot(x: number, y: number, radius: number, { marks, status }: Mark, colour: string, fine: boolean): void {
    if (x < this.left - 12 || x > this.right + 12) return;
    const c = this.context;
    c.fillStyle = colour;
    c.strokeStyle = colour;
    if (!fine) {
      this.speckled = "";
      this.speck(x, y, radius * 2 + 1, status);
      return;
    }
    const marked = (marks & (UNCERTAIN | APPROXIMATE)) !== 0;
    const hollow = marked || status === "draft";
    const size = marked ? radius + 2.2 : radius;
    c.beginPath();
    if (status === "disputed") {
      const d = size * 1.25;
      c.moveTo(x, y - d);
      c.lineTo(x + d, y);
      c.lineTo(x, y + d);
      c.lineTo(x - d, y);
      c.closePath();
    } else {
      c.arc(x, y, size, 0, TAU);
    }
    c.lineWidth = 1.6;
    if (hollow) {
      c.fillStyle = this.colours.paper;
      c.fill();
      if (status === "draft") c.setLineDash([2, 2]);
      c.stroke();
      c.setLineDash([]);
    } else {
      c.fill();
    }
    if (marked) {
      c.fillStyle = colour;
      c.font = `700 ${marks & UNCERTAIN && marks & APPROXIMATE ? 8 : 10.5}px ${this.colours.font}`;
      c.textAlign = "center";
      c.textBaseline = "middle";
      c.fillText(marks & UNCERTAIN ? (marks & APPROXIMATE ? "~?" : "?") : "~", x, y + 0.8);
      c.textAlign = "start";
    } else if (status === "disputed") {
      c.fillStyle = this.colours.paper;
      c.fillRect(x - size * 1.3, y - 0.9, size * 2.6, 1.8);
    }
    if (status === "retracted") this.line(x - size - 3, y, x + size + 3, y, 1.6, this.colours.ink);
  }

  private bar(piece: Piece, y: number, thick: number, mark: Mark, colour: string, fine: boolean): void {
    const c = this.context;
    const from = Math.max(piece.from, this.left - 20);
    const to = Math.min(piece.to, this.right + 20);
    const top = Math.round(y - thick / 2);
    if (piece.kind === "join") {
      c.setLineDash(piece.peak === 1 ? [] : [1, 3]);
      this.line(from, y, to, y, 1.2, colour);
      c.setLineDash([]);
      return;
    }
    if (mark.status === "draft" && fine) {
      c.setLineDash([3, 3]);
      c.lineWidth = 1.2;
      c.strokeStyle = colour;
      c.strokeRect(from, top + 0.5, to - from, thick - 1);
      c.setLineDash([]);
    }
    const strength = mark.status === "draft" ? 0.45 : 1;
    if (piece.kind === "window") this.window(piece, from, to, top, thick, colour, fine, strength);
    else if (piece.kind === "core") this.fill(from, to, top, thick, colour, strength * (piece.peak ?? 1));
    else this.fade(piece, from, to, top, thick, colour, strength * (piece.peak ?? 1));
    if (fine && mark.marks & UNCERTAIN) this.hatch(from, to, top, thick, piece);
    if (fine && mark.marks & APPROXIMATE) this.wave(from, to, top - 2.2, colour);
    if (mark.status === "disputed" && thick >= 4) {
      c.fillStyle = this.colours.paper;
      c.fillRect(from, y - 1, to - from, 2);
    }
    if (mark.status === "retracted") this.line(from - 2, y, to + 2, y, 1.4, this.colours.ink);
    if (piece.arrow && fine) this.arrows(piece, y, thick, colour);
  }

  private fill(from: number, to: number, top: number, thick: number, colour: string, alpha: number): void {
    const c = this.context;
    c.globalAlpha = alpha;
    c.fillStyle = colour;
    c.fillRect(from, top, Math.max(to - from, 1), thick);
    c.globalAlpha = 1;
  }

  /** Once, somewhere in here: even, pale, with a bar at each end that is one. */
  private window(
    piece: Piece, from: number, to: number, top: number, thick: number, colour: string, fine: boolean, strength: number,
  ): void {
    const c = this.context;
    if (piece.arrow) {
      const sprite = this.sprite(colour);
      c.globalAlpha = 0.5 * strength;
      if (piece.arrow === "both") this.fill(from, to, top, thick, colour, 0.18);
      else if (piece.arrow === "right") this.stretch(sprite, piece.from, piece.to, top, thick, true);
      else this.stretch(sprite, piece.from, piece.to, top, thick, false);
      c.globalAlpha = 1;
    } else {
      this.fill(from, to, top, thick, colour, 0.26 * strength);
    }
    c.fillStyle = colour;
    const end = fine ? 2 : 1;
    const over = fine ? 2 : 0;
    if (piece.arrow !== "left" && piece.arrow !== "both" && piece.from >= this.left) {
      c.fillRect(piece.from, top - over, end, thick + over * 2);
    }
    if (piece.arrow !== "right" && piece.arrow !== "both" && piece.to <= this.right) {
      c.fillRect(piece.to - end, top - over, end, thick + over * 2);
    }
  }

  private fade(piece: Piece, from: number, to: number, top: number, thick: number, colour: string, alpha: number): void {
    if (to <= from) return;
    const c = this.context;
    c.globalAlpha = alpha;
    this.stretch(this.sprite(colour), piece.from, piece.to, top, thick, piece.kind === "fall");
    c.globalAlpha = 1;
  }

  /** Draw the visible part of a fade over its whole length. */
  private stretch(sprite: HTMLCanvasElement, from: number, to: number, top: number, thick: number, falls: boolean): void {
    const low = Math.max(from, this.left - 20);
    const high = Math.min(to, this.right + 20);
    if (high <= low) return;
    const a = (low - from) / (to - from);
    const b = (high - from) / (to - from);
    const base = falls ? 0 : FADES;
    const width = Math.max((b - a) * (FADES - 1), 0.01);
    this.context.drawImage(sprite, base + a * (FADES - 1) + 0.5, 0, width, 1, low, top, high - low, thick);
  }

  /** A strip that falls from the colour to nothing, and beside it one that rises. */
  private sprite(colour: string): HTMLCanvasElement {
    const known = this.fades.get(colour);
    if (known) return known;
    const strip = document.createElement("canvas");
    strip.width = FADES * 2;
    strip.height = 1;
    const c = strip.getContext("2d")!;
    for (let n = 0; n < FADES; n += 1) {
      c.globalAlpha = Math.pow(1 - n / (FADES - 1), 1.15);
      c.fillStyle = colour;
      c.fillRect(n, 0, 1, 1);
      c.fillRect(FADES * 2 - 1 - n, 0, 1, 1);
    }
    this.fades.set(colour, strip);
    return strip;
  }

  private hatch(from: number, to: number, top: number, thick: number, piece: Piece): void {
    const c = this.context;
    const colour = piece.kind === "core" && (piece.peak ?? 1) === 1 ? this.colours.paper : this.colours.ink;
    let pattern = this.hatches.get(colour);
    if (pattern === undefined) {
      const tile = document.createElement("canvas");
      tile.width = 6;
      tile.height = 6;
      const t = tile.getContext("2d")!;
      t.strokeStyle = colour;
      t.lineWidth = 1.3;
      t.beginPath();
      for (const n of [-6, 0, 6]) {
        t.moveTo(n - 1, 7);
        t.lineTo(n + 7, -1);
      }
      t.stroke();
      pattern = c.createPattern(tile, "repeat");
      this.hatches.set(colour, pattern);
    }
    if (!pattern) return;
    c.globalAlpha = piece.kind === "core" ? 0.9 : 0.4;
    c.fillStyle = pattern;
    c.fillRect(from, top, to - from, thick);
    c.globalAlpha = 1;
  }

  private wave(from: number, to: number, y: number, colour: string): void {
    const c = this.context;
    c.strokeStyle = colour;
    c.lineWidth = 1.4;
    c.beginPath();
    c.moveTo(from, y);
    const start = Math.floor(from / 4) * 4;
    for (let x = start; x <= to; x += 1) if (x >= from) c.lineTo(x, y + Math.sin((x / 8) * TAU) * 1.3);
    c.stroke();
  }

  private arrows(piece: Piece, y: number, thick: number, colour: string): void {
    if (piece.arrow === "right" || piece.arrow === "both") this.arrow(Math.min(piece.to, this.right - 4), y, thick, 1, colour);
    if (piece.arrow === "left" || piece.arrow === "both") this.arrow(Math.max(piece.from, this.left + 4), y, thick, -1, colour);
  }

  private arrow(x: number, y: number, thick: number, way: 1 | -1, colour: string): void {
    const c = this.context;
    const size = Math.max(thick / 2, 3);
    c.strokeStyle = colour;
    c.lineWidth = 1.8;
    c.beginPath();
    c.moveTo(x - way * size, y - size);
    c.lineTo(x, y);
    c.lineTo(x - way * size, y + size);
    c.stroke();
  }

  line(x0: number, y0: number, x1: number, y1: number, width: number, colour: string): void {
    const c = this.context;
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.beginPath();
    c.moveTo(x0, y0);
    c.lineTo(x1, y1);
    c.stroke();
  }
}

/** Give a canvas the pixels of its box on this screen; returns its context scaled to CSS pixels. */
export function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1;
  const wide = Math.max(1, Math.round(width * ratio));
  const high = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d")!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
