/**
 * The strip below: how dense the chronology is over all of its time, and which part of it is seen.
 *
 * Of each slice it counts the events that are possibly in it (pale) and those that certainly are (solid). The part
 * seen can be drawn along, widened at its edges, or put elsewhere by a click.
 */

import { axis } from "./ticks";
import { element } from "./dom";
import { sized } from "./draw";
import { bounded, extent, padded } from "./view";
import type { Dated } from "./events";
import type { Palette } from "./draw";
import type { View } from "./view";

const HEIGHT = 56;
const SLICE = 3;
const GRIP = 9;

export class Overview {
  readonly root: HTMLElement;
  private readonly canvas = element("canvas", { "aria-hidden": "true" });
  private width = 0;
  private home: View = [0, 1];
  private all: View = [0, 1];
  private events: readonly Dated[] = [];
  private view: View = [0, 1];
  private counted: { key: string; possible: number[]; certain: number[] } = { key: "", possible: [], certain: [] };
  private version = 0;

  constructor(private readonly moved: (view: View, settled: boolean) => void, private readonly colours: () => Palette) {
    this.root = element("div", { class: "overview" }, this.canvas);
    this.listen();
  }

  resize(): void {
    this.width = Math.floor(this.root.getBoundingClientRect().width);
    this.draw();
  }

  /** Show the density of `events`; `home` is the good view of the whole chronology. */
  show(events: readonly Dated[], home: View, every: readonly Dated[]): void {
    this.events = events;
    this.home = home;
    const reach = extent(every);
    this.all = reach ? padded(reach) : home;
    this.version += 1;
    this.draw();
  }

  setView(view: View): void {
    this.view = view;
    this.draw();
  }

  /** The time the strip covers: the good view, all of time that is told once the reader looks beyond it. */
  private domain(): View {
    const [from, to] = this.view;
    if (from >= this.home[0] && to <= this.home[1]) return this.home;
    const [low, high] = this.all;
    // Beyond even that it grows by halves, so that it need not be counted anew at every step.
    const step = Math.max(high - low, to - from) / 2;
    return [
      from < low ? low - Math.ceil((low - from) / step) * step : low,
      to > high ? high + Math.ceil((to - high) / step) * step : high,
    ];
  }

  private count(domain: View, slices: number): void {
    const key = `${this.version} ${domain[0]} ${domain[1]} ${slices}`;
    if (this.counted.key === key) return;
    const possible = new Array<number>(slices + 1).fill(0);
    const certain = new Array<number>(slices + 1).fill(0);
    const [low, high] = domain;
    const at = (t: number): number => Math.floor(((t - low) / (high - low)) * slices);
    const add = (into: number[], from: number, to: number): void => {
      if (to < 0 || from >= slices) return;
      const a = Math.max(from, 0);
      const b = Math.min(to, slices - 1) + 1;
      into[a] = (into[a] ?? 0) + 1;
      into[b] = (into[b] ?? 0) - 1;
    };
    for (const { bounds } of this.events) {
      const [startMin, startMax, endMin, endMax] = bounds.map(at) as [number, number, number, number];
      add(possible, startMin, endMax);
      // Certainly in a slice: begun by its end and not over before it begins.
      if (startMax <= endMin) add(certain, startMax, endMin);
    }
    for (const counts of [possible, certain]) {
      for (let n = 1; n < slices; n += 1) counts[n] = counts[n]! + counts[n - 1]!;
    }
    this.counted = { key, possible, certain };
  }

  private draw(): void {
    if (this.width < 10) return;
    const colours = this.colours();
    const domain = this.domain();
    const slices = Math.floor(this.width / SLICE);
    this.count(domain, slices);
    const c = sized(this.canvas, this.width, HEIGHT);
    c.clearRect(0, 0, this.width, HEIGHT);
    const most = Math.max(1, ...this.counted.possible.slice(0, slices));
    const base = HEIGHT - 16;
    const tall = (count: number): number => Math.sqrt(count / most) * (base - 6);
    for (const [counts, alpha] of [[this.counted.possible, 0.3], [this.counted.certain, 1]] as const) {
      c.globalAlpha = alpha;
      c.fillStyle = colours.confirmed;
      for (let n = 0; n < slices; n += 1) {
        const high = tall(counts[n] ?? 0);
        if (high > 0) c.fillRect(n * SLICE, base - Math.max(high, 1.5), SLICE - 0.6, Math.max(high, 1.5));
      }
    }
    c.globalAlpha = 1;
    c.fillStyle = colours.line;
    c.fillRect(0, base, this.width, 1);
    c.font = `11px ${colours.font}`;
    c.textBaseline = "alphabetic";
    const ticks = axis(domain[0], domain[1], this.width, 96);
    let free = 0;
    for (const tick of ticks.ticks.some((t) => /^\d\d?$|:/.test(t.label)) && ticks.context.length > 2 ? ticks.context : ticks.ticks) {
      const x = this.x(tick.at, domain);
      c.fillStyle = colours.line;
      c.fillRect(Math.round(x), base, 1, 5);
      c.fillStyle = colours.soft;
      const shown = /^[A-Z][a-z]{2}$/.test(tick.label) ? `${tick.label} ${yearOf(ticks, tick.at)}` : tick.label;
      const wide = c.measureText(shown).width;
      if (x < free || x + wide > this.width) continue;
      c.fillText(shown, x + 3, HEIGHT - 3);
      free = x + wide + 8;
    }
    this.drawWindow(c, colours, domain, base);
  }

  private drawWindow(c: CanvasRenderingContext2D, colours: Palette, domain: View, base: number): void {
    const [left, right] = this.edges(domain);
    c.globalAlpha = 0.62;
    c.fillStyle = colours.paper;
    c.fillRect(0, 0, left, base);
    c.fillRect(right, 0, this.width - right, base);
    c.globalAlpha = 1;
    c.strokeStyle = colours.chosen;
    c.lineWidth = 1.5;
    c.beginPath();
    c.roundRect(left + 0.75, 1, Math.max(right - left - 1.5, 2), base - 1, 4);
    c.stroke();
    c.fillStyle = colours.chosen;
    for (const x of [left, right]) {
      c.beginPath();
      c.roundRect(Math.min(Math.max(x - 2.5, 0), this.width - 5), base / 2 - 9, 5, 18, 2.5);
      c.fill();
    }
  }

  private x(t: number, [low, high]: View): number {
    return ((t - low) / (high - low)) * this.width;
  }

  private edges(domain: View): [number, number] {
    const left = Math.max(0, Math.min(this.x(this.view[0], domain), this.width - 4));
    return [left, Math.min(this.width, Math.max(this.x(this.view[1], domain), left + 4))];
  }

  private listen(): void {
    let act: ((x: number) => void) | null = null;
    const time = (x: number, domain: View): number => domain[0] + (x / this.width) * (domain[1] - domain[0]);
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.canvas.setPointerCapture(event.pointerId);
      const domain = this.domain();
      const [left, right] = this.edges(domain);
      const x = event.offsetX;
      const [from, to] = this.view;
      const wide = right - left > GRIP * 3;
      if (wide && Math.abs(x - left) < GRIP) act = (at) => { this.moved(bounded([Math.min(time(at, domain), to - 60), to]), false); };
      else if (wide && Math.abs(x - right) < GRIP) act = (at) => { this.moved(bounded([from, Math.max(time(at, domain), from + 60)]), false); };
      else {
        const held = x > left && x < right ? time(x, domain) - from : (to - from) / 2;
        act = (at) => {
          const start = time(at, domain) - held;
          this.moved(bounded([start, start + to - from]), false);
        };
        act(x);
      }
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (act) act(event.offsetX);
      const [left, right] = this.edges(this.domain());
      const grip = Math.min(Math.abs(event.offsetX - left), Math.abs(event.offsetX - right)) < GRIP;
      this.canvas.classList.toggle("grip", grip);
    });
    for (const end of ["pointerup", "pointercancel"] as const) {
      this.canvas.addEventListener(end, () => {
        if (!act) return;
        act = null;
        this.moved(this.view, true);
      });
    }
  }
}

function yearOf(ticks: ReturnType<typeof axis>, at: number): string {
  return ticks.context.findLast((tick) => tick.at <= at)?.label ?? "";
}
