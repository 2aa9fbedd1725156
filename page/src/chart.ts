/**
 * The picture: events on a canvas under an axis, moved by mouse, touch and keys.
 *
 * The window of time is kept in seconds, not in the transform of d3's zoom: from a minute to all of time is a factor
 * of 10^16, more than a transform's doubles can hold. Each gesture is taken relative to where it began.
 */

import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import type { D3ZoomEvent, ZoomTransform } from "d3-zoom";

import { momentName } from "./civil";
import { button, element } from "./dom";
import { Brush, palette, sized } from "./draw";
import { extent, panned, showing, zoomed } from "./view";
import { axis } from "./ticks";
import { LANE_HEAD, pack } from "./pack";
import { DOT, pieces } from "./shape";
import type { DatedEvent, Lane, Packing, Placed } from "./pack";
import type { Palette } from "./draw";
import type { View } from "./view";

const AXIS = 46;
const FOOT = 38;
/** Letters of a title for which room is kept; and of one that finds the room. */
const TITLE_LIMIT = 46;
const TITLE_MOST = 140;
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

export interface ChartHost {
  /** The view was changed by the reader; `settled` when the gesture is over. */
  moved(view: View, settled: boolean): void;
  opened(event: DatedEvent): void;
  whole(): void;
  say(text: string): void;
}

interface Title {
  text: string;
  x: number;
  wide: number;
}

interface Seen {
  event: DatedEvent;
  from: number;
  to: number;
  y: number;
}

export class Chart {
  readonly root: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly tall: HTMLElement;
  private readonly axisCanvas: HTMLCanvasElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly tip: HTMLElement;
  private readonly earlier: HTMLButtonElement;
  private readonly later: HTMLButtonElement;
  private readonly range: HTMLElement;
  private readonly nothing: HTMLElement;
  private view: View = [0, 1];
  private reach: View = [0, 1];
  private dated = true;
  private lanes: Lane[] = [];
  private order: DatedEvent[] = [];
  private packing: Packing | null = null;
  private packedFor = "";
  private version = 0;
  private seen: Seen[] = [];
  private chosen: number | null = null;
  private current: number | null = null;
  private hovered: number | null = null;
  private colours: Palette;
  private readonly widths = new Map<string, number>();
  private waiting = false;
  /** While it is drawn along nothing can be pointed at, so nobody needs to know where the marks are. */
  private held = false;
  private blind = false;
  private size = { width: 0, height: 0 };
  private settling = 0;
  private animation = 0;

  constructor(private readonly host: ChartHost) {
    this.axisCanvas = element("canvas", { class: "axis", "aria-hidden": "true" });
    this.canvas = element("canvas", { class: "marks", "aria-hidden": "true" });
    this.tall = element("div", { class: "tall" }, this.canvas);
    this.scroller = element("div", {
      class: "scroll", id: "chart", tabindex: "0", role: "application", "aria-roledescription": "timeline",
      "aria-label": "Chart of the events in time", "aria-describedby": "chart-keys",
    }, this.tall);
    this.tip = element("div", { class: "tip", hidden: "" });
    this.earlier = button("", () => { this.reveal(-1); }, "edge earlier");
    this.later = button("", () => { this.reveal(1); }, "edge later");
    this.range = element("span", { class: "range", "aria-hidden": "true" });
    this.nothing = element("p", { class: "nothing", hidden: "" });
    const foot = element("div", { class: "edges" }, this.earlier, this.range, this.later);
    this.root = element("div", { class: "chart" }, this.axisCanvas, this.scroller, foot, this.nothing, this.tip);
    this.colours = palette(document.documentElement);
    this.listen();
  }

  /** Take the colours of the style sheet anew. */
  recolour(): void {
    this.colours = palette(document.body);
    this.redraw();
  }

  /** Take the space there is. */
  resize(): void {
    const box = this.root.getBoundingClientRect();
    this.size = { width: Math.floor(box.width), height: Math.floor(box.height) - AXIS - FOOT };
    this.redraw();
  }

  /** Show these lanes; `all` is every dated event, which tells how far the chronology reaches. */
  show(lanes: Lane[], events: DatedEvent[], all: readonly DatedEvent[]): void {
    this.lanes = lanes;
    this.order = events;
    this.reach = extent(all) ?? [0, 1];
    this.dated = all.length > 0;
    this.nothing.textContent = this.dated ? "No event that has a date matches the filters." : "This chronology has no event with a date.";
    this.version += 1;
    this.nothing.hidden = events.length > 0;
    this.redraw();
  }

  choose(index: number | null): void {
    this.chosen = index;
    if (index !== null) this.current = index;
    this.redraw();
  }

  setView(view: View): void {
    cancelAnimationFrame(this.animation);
    this.view = view;
    this.redraw();
  }

  /** Go to a view, smoothly where the reader does not mind motion. */
  goTo(view: View): void {
    cancelAnimationFrame(this.animation);
    const [from, to] = this.view;
    const far = view[1] - view[0] > 50 * (to - from) || to - from > 50 * (view[1] - view[0]);
    if (far || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.move(view, true);
      return;
    }
    const began = performance.now();
    const tween = (now: number): void => {
      const part = Math.min((now - began) / 260, 1);
      const eased = 1 - (1 - part) ** 3;
      this.move([from + (view[0] - from) * eased, to + (view[1] - to) * eased], part === 1);
      if (part < 1) this.animation = requestAnimationFrame(tween);
    };
    this.animation = requestAnimationFrame(tween);
  }

  zoomBy(factor: number): void {
    this.goTo(zoomed(this.view, factor));
  }

  /** Bring an event into sight. */
  bring(event: DatedEvent): void {
    const [startMin, , , endMax] = event.bounds;
    const from = Number.isFinite(startMin) ? startMin : Number.isFinite(endMax) ? endMax : this.view[0];
    const to = Number.isFinite(endMax) ? endMax : from;
    const view = showing(this.view, from, to);
    if (view !== this.view) this.goTo(view);
    const place = this.placeOf(event.index);
    if (place) {
      const { clientHeight, scrollTop } = this.scroller;
      if (place.y < scrollTop + 20 || place.y > scrollTop + clientHeight - 20) {
        this.scroller.scrollTop = place.y - clientHeight / 2;
      }
    }
    this.redraw();
  }

  focus(): void {
    this.scroller.focus();
  }

  private listen(): void {
    this.scroller.addEventListener("scroll", () => { this.redraw(); }, { passive: true });
    this.scroller.addEventListener("keydown", (event) => { this.key(event); });
    this.canvas.addEventListener("pointermove", (event) => { this.hover(event); });
    this.canvas.addEventListener("pointerleave", () => { this.unhover(); });
    this.canvas.addEventListener("click", (event) => {
      // What was drawn while the button was down knows of no mark.
      if (this.blind) this.draw();
      const hit = this.hit(event);
      if (hit) this.host.opened(hit.event);
    });
    this.canvas.addEventListener("wheel", (event) => {
      if (!sideways(event)) return;
      event.preventDefault();
      this.move(panned(this.view, (event.deltaX || event.deltaY) / this.size.width), false);
      this.settle();
    }, { passive: false });
    let base: { view: View; transform: ZoomTransform; scroll: number; page: number } = {
      view: this.view, transform: zoomIdentity, scroll: 0, page: 0,
    };
    // A finger that moves up or down goes through rows and page, one that moves aside goes through time.
    let gesture: "undecided" | "time" | "rows" = "time";
    const behaviour = zoom<HTMLCanvasElement, unknown>()
      .filter((event: MouseEvent) => !event.button && !(event instanceof WheelEvent && sideways(event)))
      .on("start", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        cancelAnimationFrame(this.animation);
        base = { view: this.view, transform: event.transform, scroll: this.scroller.scrollTop, page: window.scrollY };
        gesture = touches(event) === 1 ? "undecided" : "time";
        this.canvas.classList.add("held");
        this.held = true;
      })
      .on("zoom", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        this.unhover();
        const factor = event.transform.k / base.transform.k;
        const down = event.transform.y - base.transform.y;
        if (factor !== 1 || touches(event) > 1) gesture = "time";
        if (gesture === "undecided") {
          const aside = event.transform.x - base.transform.x;
          if (Math.hypot(aside, down) < 5) return;
          gesture = Math.abs(down) > 1.4 * Math.abs(aside) ? "rows" : "time";
        }
        if (gesture === "rows") {
          this.scrollRows(base.scroll, base.page, down);
          return;
        }
        const shift = event.transform.x - factor * base.transform.x;
        const [from, to] = base.view;
        const span = (to - from) / factor;
        const start = from - ((shift / factor) / this.size.width) * (to - from);
        this.move(zoomed([start, start + span], 1), false);
        if (factor === 1) this.scroller.scrollTop = base.scroll - down;
      })
      .on("end", () => {
        this.canvas.classList.remove("held");
        this.held = false;
        this.redraw();
        // The next gesture starts from nothing, so that transforms never grow beyond what a double holds.
        (this.canvas as unknown as { __zoom: ZoomTransform }).__zoom = zoomIdentity;
        this.host.moved(this.view, true);
      });
    select(this.canvas).call(behaviour).on("dblclick.zoom", null);
    this.canvas.addEventListener("dblclick", (event) => {
      this.goTo(zoomed(this.view, event.shiftKey ? 1 / 2.5 : 2.5, this.secondAt(event.offsetX)));
    });
  }

  /** Move the rows by what a finger has gone since it began, and the page by what the rows do not take. */
  private scrollRows(rows: number, page: number, down: number): void {
    // The picture moves with the page, and the finger is measured from the picture.
    const wanted = rows - (down - (window.scrollY - page));
    this.scroller.scrollTop = wanted;
    const most = Math.max(this.scroller.scrollHeight - this.scroller.clientHeight, 0);
    window.scrollTo(0, page + wanted - Math.min(Math.max(wanted, 0), most));
  }

  private settle(): void {
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => { this.host.moved(this.view, true); }, 160);
  }

  private move(view: View, settled: boolean): void {
    this.view = view;
    this.redraw();
    this.host.moved(view, settled);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const far = event.shiftKey ? 0.6 : 0.15;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => { this.move(panned(this.view, -far), true); },
      ArrowRight: () => { this.move(panned(this.view, far), true); },
      PageUp: () => { this.move(panned(this.view, -0.9), true); },
      PageDown: () => { this.move(panned(this.view, 0.9), true); },
      "+": () => { this.zoomBy(1.6); },
      "=": () => { this.zoomBy(1.6); },
      "-": () => { this.zoomBy(1 / 1.6); },
      "0": () => { this.host.whole(); },
      Home: () => { this.host.whole(); },
      ArrowDown: () => { this.walk(1); },
      ArrowUp: () => { this.walk(-1); },
      Enter: () => {
        const now = this.order.find((e) => e.index === this.current);
        if (now) this.host.opened(now);
      },
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Go to the next or the previous event in order of time, from the one last stood on, else from what is seen. */
  private walk(by: 1 | -1): void {
    if (this.order.length === 0) return;
    const at = this.order.findIndex((e) => e.index === this.current);
    const seen = this.order.findIndex((e) => e.bounds[0] >= this.view[0]);
    const next = at >= 0 ? at + by : Math.max(seen, 0);
    const event = this.order[Math.min(Math.max(next, 0), this.order.length - 1)]!;
    this.current = event.index;
    this.bring(event);
    this.host.say(`${event.words}: ${event.title}`);
  }

  /** Widen the view to what lies beyond an edge. */
  private reveal(side: -1 | 1): void {
    const beyond = this.order.filter((e) => (side < 0 ? e.bounds[3] < this.view[0] : e.bounds[0] > this.view[1]));
    const far = extent(beyond);
    if (!far) return;
    const span = this.view[1] - this.view[0];
    // The nearest first where they are far apart: the view grows tenfold a step at most, so nothing gets lost.
    const nearest = side < 0 ? Math.max(...beyond.map((e) => e.bounds[3])) : Math.min(...beyond.map((e) => e.bounds[0]));
    const edge = side < 0 ? Math.min(nearest, Math.max(far[0], this.view[1] - span * 10)) : Math.max(nearest, Math.min(far[1], this.view[0] + span * 10));
    const air = (side < 0 ? this.view[1] - edge : edge - this.view[0]) * 0.06;
    this.goTo(zoomed(side < 0 ? [edge - air, this.view[1]] : [this.view[0], edge + air], 1));
  }

  private placeOf(index: number): { y: number } | null {
    const packing = this.packed();
    for (const lane of packing.lanes) {
      const found = lane.placed.find((p) => p.event.index === index);
      if (found) return { y: lane.top + this.head() + (found.row + 0.5) * packing.rowHeight };
    }
    return null;
  }

  private head(): number {
    return this.lanes.length > 1 ? LANE_HEAD : 0;
  }

  private hit(event: MouseEvent): Seen | null {
    const half = (this.packing?.rowHeight ?? 30) / 2;
    const reach = Math.max(half, 4);
    let best: Seen | null = null;
    for (const seen of this.seen) {
      const inside = event.offsetX >= seen.from - 4 && event.offsetX <= seen.to + 4;
      if (inside && Math.abs(event.offsetY - seen.y) <= reach) {
        if (!best || seen.to - seen.from < best.to - best.from) best = seen;
      }
    }
    return best;
  }

  private hover(event: PointerEvent): void {
    if (event.buttons !== 0 || event.pointerType === "touch") return;
    const hit = this.hit(event);
    const index = hit ? hit.event.index : null;
    this.canvas.classList.toggle("over", hit !== null);
    if (hit) {
      this.tip.replaceChildren(
        element("strong", { dir: "auto" }, hit.event.title),
        element("span", {}, hit.event.words),
      );
      this.tip.hidden = false;
      const wide = this.tip.offsetWidth;
      this.tip.style.left = `${Math.max(4, Math.min(event.offsetX + 14, this.size.width - wide - 8))}px`;
      const top = event.offsetY + AXIS + 18;
      this.tip.style.top = `${top + this.tip.offsetHeight > this.size.height + AXIS ? top - this.tip.offsetHeight - 32 : top}px`;
    } else {
      this.tip.hidden = true;
    }
    if (index !== this.hovered) {
      this.hovered = index;
      this.redraw();
    }
  }

  private unhover(): void {
    this.tip.hidden = true;
    if (this.hovered !== null) {
      this.hovered = null;
      this.redraw();
    }
  }

  private secondAt(x: number): number {
    return this.view[0] + (x / this.size.width) * (this.view[1] - this.view[0]);
  }

  private redraw(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  private packed(): Packing {
    const scale = this.size.width / (this.view[1] - this.view[0]);
    const key = `${this.version} ${this.size.height} ${scale.toPrecision(7)}`;
    if (!this.packing || this.packedFor !== key) {
      this.packing = pack(this.lanes, scale, this.size.height, (event) => this.titleWidth(event));
      this.packedFor = key;
      this.tall.style.height = `${Math.max(this.packing.height + (this.packing.titled ? 6 : 0), this.size.height)}px`;
    }
    return this.packing;
  }

  private titleWidth(event: DatedEvent): number {
    return this.textWidth(shortened(event.title, TITLE_LIMIT));
  }

  private textWidth(text: string): number {
    const known = this.widths.get(text);
    if (known !== undefined) return known;
    const context = this.canvas.getContext("2d")!;
    context.font = this.titleFont();
    const width = context.measureText(text).width + 4;
    this.widths.set(text, width);
    return width;
  }

  private titleFont(): string {
    return `500 12.5px ${this.colours.font}`;
  }

  private draw(): void {
    const { width, height } = this.size;
    if (width < 10 || height < 10) return;
    const packing = this.packed();
    const [from, to] = this.view;
    const scale = width / (to - from);
    const x = (second: number): number => (second - from) * scale;
    const ticks = this.dated ? axis(from, to, width) : { ticks: [], context: [] };
    this.drawAxis(ticks, x, width);
    const c = sized(this.canvas, width, height);
    c.clearRect(0, 0, width, height);
    c.fillStyle = this.colours.line;
    for (const tick of ticks.ticks) c.fillRect(Math.round(x(tick.at)), 0, 1, height);
    this.seen = [];
    this.blind = this.held;
    const top = this.scroller.scrollTop;
    const brush = new Brush(c, this.colours, 0, width);
    const first = x(this.reach[0]);
    const last = x(this.reach[1]);
    let before = 0;
    let after = 0;
    for (const event of this.order) {
      if (event.bounds[3] < from) before += 1;
      else if (event.bounds[0] > to) after += 1;
    }
    for (const lane of packing.lanes) {
      const y = lane.top - top;
      if (y > height || y + lane.height < 0) continue;
      const head = this.head();
      if (head) this.drawHead(c, lane.lane, y, width);
      const taken: number[] = [];
      for (const placed of lane.placed) {
        const middle = y + head + (placed.row + 0.5) * packing.rowHeight;
        if (middle < -20 || middle > height + 20) continue;
        this.drawEvent(brush, placed, middle, packing, x, first, last, from * scale, width, taken);
      }
    }
    this.drawEdges(before, after);
  }

  private drawEvent(
    brush: Brush, placed: Placed, middle: number, packing: Packing,
    x: (t: number) => number, first: number, last: number, offset: number, width: number, taken: number[],
  ): void {
    const { event } = placed;
    const left = placed.from === -Infinity ? -Infinity : placed.from - offset;
    const right = placed.to - offset;
    if (right < 0 || left > width) return;
    const { index, bounds } = event;
    const markLeft = x(bounds[0]);
    const markRight = x(bounds[3] + 1);
    const small = markRight - markLeft <= DOT;
    const isMarked = index === this.chosen || index === this.hovered || index === this.current;
    const from = Math.max(small ? (markLeft + markRight) / 2 - DOT / 2 : markLeft, -20);
    const markTo = Math.max(markRight, from + DOT);
    const title = packing.titled ? this.placeTitle(placed, small, markLeft, markRight, offset, width, taken[placed.row] ?? 0) : null;
    if (title) taken[placed.row] = Math.max(title.x + title.wide, markRight) + 6;
    const start = title ? Math.min(from, title.x) : from;
    const to = Math.min(title ? Math.max(markTo, title.x + title.wide) : markTo, width + 20);
    if (isMarked) this.highlight(brush.context, start, to, middle, packing.rowHeight, index);
    const y = packing.titled && !small ? middle + 8.5 : middle;
    if (small && packing.rowHeight < 15 && event.parts.length === 0) {
      brush.speck((markLeft + markRight) / 2, middle, packing.rowHeight, event.status);
      if (!this.held) this.seen.push({ event, from, to, y: middle });
      return;
    }
    brush.mark({ pieces: pieces(event, x, first, last), marks: event.marks, status: event.status }, y, packing.rowHeight);
    if (!this.held) this.seen.push({ event, from: start, to, y: middle });
    if (title) this.title(brush.context, event, title, small ? middle : middle - 7.5);
  }

  /**
   * Give the title and where it stands: beside a dot, above a bar, as much of it as has room. At the right edge it stands
   * further left, if `free`, the pixel up to which its row is taken, lets it.
   */
  private placeTitle(
    { event, next }: Placed, small: boolean, markLeft: number, markRight: number, offset: number, width: number, free: number,
  ): Title {
    const beside = DOT / 2 + 5 + (event.marks & 3 || event.status === "retracted" ? 3.5 : 0);
    const dot = (markLeft + markRight) / 2;
    const x = small ? dot + beside : Math.max(markLeft, 6);
    const room = Math.min(next - offset - 6, width - 4) - x;
    const whole = shortened(event.title, TITLE_MOST);
    const text = this.textWidth(whole) <= room ? whole : shortened(event.title, TITLE_LIMIT);
    const wide = this.textWidth(text);
    if (x + wide <= width - 4 || dot > width + DOT) return { text, x, wide };
    const further = small ? dot - beside - wide : width - 4 - wide;
    if (further >= Math.max(free, 4)) return { text, x: further, wide };
    const cut = this.fitting(text, width - 4 - x);
    return { text: cut, x, wide: this.textWidth(cut) };
  }

  /** Give as much of a text as has room, with the sign that more follows; nothing where that is not worth it. */
  private fitting(text: string, room: number): string {
    let most = 0;
    for (let low = 4, high = Math.min(text.length, TITLE_LIMIT); low <= high; ) {
      const middle = (low + high) >> 1;
      if (this.textWidth(shortened(text, middle)) <= room) {
        most = middle;
        low = middle + 1;
      } else high = middle - 1;
    }
    return most > 0 ? shortened(text, most) : "";
  }

  private highlight(c: CanvasRenderingContext2D, from: number, to: number, y: number, height: number, index: number): void {
    const chosen = index === this.chosen;
    c.globalAlpha = chosen ? 0.22 : 0.1;
    c.fillStyle = chosen ? this.colours.chosen : this.colours.ink;
    const half = Math.max(height / 2, 4);
    c.beginPath();
    c.roundRect(from - 6, y - half + 1, to - from + 12, half * 2 - 2, 5);
    c.fill();
    c.globalAlpha = 1;
    if (chosen || index === this.current) {
      c.strokeStyle = chosen ? this.colours.chosen : this.colours.soft;
      c.lineWidth = chosen ? 1.5 : 1;
      c.stroke();
    }
  }

  private title(c: CanvasRenderingContext2D, event: DatedEvent, { text, x, wide }: Title, y: number): void {
    c.font = this.titleFont();
    c.fillStyle = event.status === "confirmed" || event.status === "disputed" ? this.colours.ink : this.colours.soft;
    c.textBaseline = "middle";
    const turned = RIGHT_TO_LEFT.test(text);
    c.direction = turned ? "rtl" : "ltr";
    c.textAlign = "left";
    if (wide >= this.textWidth(text)) {
      c.fillText(text, x, y + 0.5);
    } else {
      // What has no room is the end of it, on whichever side that is.
      c.save();
      c.beginPath();
      c.rect(x, y - 9, wide, 18);
      c.clip();
      c.textAlign = turned ? "right" : "left";
      c.fillText(text, turned ? x + wide : x, y + 0.5);
      c.restore();
    }
    c.direction = "ltr";
  }

  private drawHead(c: CanvasRenderingContext2D, lane: Lane, y: number, width: number): void {
    c.fillStyle = this.colours.line;
    c.fillRect(0, Math.round(y), width, 1);
    c.font = `600 12px ${this.colours.font}`;
    c.fillStyle = this.colours.ink;
    c.textBaseline = "middle";
    c.textAlign = "left";
    const name = shortened(lane.name, TITLE_MOST / 2);
    c.direction = RIGHT_TO_LEFT.test(name) ? "rtl" : "ltr";
    c.fillText(name, 8, y + LANE_HEAD / 2 + 2);
    c.direction = "ltr";
    const wide = c.measureText(name).width;
    c.fillStyle = this.colours.soft;
    c.font = `12px ${this.colours.font}`;
    c.fillText(String(lane.events.length), 14 + wide, y + LANE_HEAD / 2 + 2);
  }

  private drawAxis(ticks: ReturnType<typeof axis>, x: (t: number) => number, width: number): void {
    const c = sized(this.axisCanvas, width, AXIS);
    c.clearRect(0, 0, width, AXIS);
    c.fillStyle = this.colours.line;
    c.fillRect(0, AXIS - 1, width, 1);
    c.textBaseline = "alphabetic";
    c.textAlign = "left";
    c.font = `600 12.5px ${this.colours.font}`;
    ticks.context.forEach((tick, n) => {
      const next = ticks.context[n + 1];
      const at = Math.max(x(tick.at), 0);
      const end = next ? x(next.at) : width;
      const wide = c.measureText(tick.label).width;
      const start = Math.min(at + 8, end - wide - 10);
      if (end < 0 || at > width || start < at || start < 0) return;
      c.fillStyle = this.colours.ink;
      c.fillText(tick.label, start, 17);
      if (at > 0) {
        c.fillStyle = this.colours.soft;
        c.fillRect(Math.round(at), 6, 1, AXIS - 6);
      }
    });
    c.font = `12px ${this.colours.font}`;
    const low = ticks.context.length > 0 ? 36 : 32;
    for (const tick of ticks.ticks) {
      const at = Math.round(x(tick.at));
      c.fillStyle = this.colours.soft;
      c.fillRect(at, AXIS - 7, 1, 7);
      if (at + 5 + c.measureText(tick.label).width <= width) c.fillText(tick.label, at + 5, low);
    }
  }

  private drawEdges(before: number, after: number): void {
    this.earlier.hidden = before === 0;
    this.later.hidden = after === 0;
    if (before) this.earlier.textContent = `← ${before.toLocaleString("en-GB")} earlier`;
    if (after) this.later.textContent = `${after.toLocaleString("en-GB")} later →`;
    const words = this.order.length > 0 ? this.inWords(this.order.length - before - after) : "";
    if (this.range.textContent !== words) this.range.textContent = words;
  }

  /** Tell in words what is seen. */
  describe(): string {
    const [from, to] = this.view;
    return this.inWords(this.order.filter((e) => e.bounds[0] <= to && e.bounds[3] >= from).length);
  }

  private inWords(seen: number): string {
    const [from, to] = this.view;
    const span = to - from;
    return `${momentName(from, span)} to ${momentName(to, span)}: ${seen.toLocaleString("en-GB")} ${seen === 1 ? "event" : "events"}`;
  }
}

function sideways(event: WheelEvent): boolean {
  return !event.ctrlKey && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY));
}

/** Say with how many fingers a gesture is made; none where it is made with a mouse. */
function touches(event: D3ZoomEvent<HTMLCanvasElement, unknown>): number {
  const source = event.sourceEvent as Partial<TouchEvent> | null;
  return source?.touches?.length ?? 0;
}

/** Give at most so many letters of a text, none of them cut apart. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const letters = typeof Intl.Segmenter === "function"
    ? Array.from(new Intl.Segmenter().segment(text.slice(0, most * 12)), (s) => s.segment)
    : Array.from(text);
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : text;
}
