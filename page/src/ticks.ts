/**
 * The marks of the axis, from seconds to billions of years: where they stand and what is written at them.
 *
 * Below stand the ticks, above them what they are parts of ("September 2025" over days). Years are counted as people
 * do: 100 BC and 500 BC are ticks, not the astronomical -100. A new step is one more row in `STEPS`.
 */

import { civilOf, clock, DAY, dayName, daysFromCivil, monthName, secondOf, YEAR, yearName } from "./civil";

export interface Tick {
  at: number;
  label: string;
}

export interface Axis {
  ticks: Tick[];
  /** What stands above the ticks; the first one holds at the left edge, wherever it began. */
  context: Tick[];
}

type Unit = "second" | "day" | "month" | "year";
interface Step {
  unit: Unit;
  count: number;
  seconds: number;
}

const STEPS: Step[] = [
  ...[1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200].map((n) => step("second", n, 1)),
  ...[1, 2, 7].map((n) => step("day", n, DAY)),
  ...[1, 3, 6].map((n) => step("month", n, YEAR / 12)),
];

function step(unit: Unit, count: number, each: number): Step {
  return { unit, count, seconds: count * each };
}

/** Give the axis of the window from `from` to `to` on `width` pixels, with ticks at least `room` pixels apart. */
export function axis(from: number, to: number, width: number, room = 84): Axis {
  const least = ((to - from) / width) * room;
  const chosen = STEPS.find((s) => s.seconds >= least) ?? years(least);
  if (chosen.unit === "second") return { ticks: seconds(from, to, chosen.count), context: days(from, to) };
  if (chosen.unit === "day") return { ticks: monthDays(from, to, chosen.count), context: months(from, to) };
  if (chosen.unit === "month") return { ticks: monthTicks(from, to, chosen.count), context: yearTicks(from, to, 1) };
  return { ticks: yearTicks(from, to, chosen.count), context: [] };
}

function years(least: number): Step {
  let power = 1;
  for (;;) {
    for (const n of [1, 2, 5]) {
      if (n * power * YEAR >= least) return step("year", n * power, YEAR);
    }
    power *= 10;
  }
}

function seconds(from: number, to: number, count: number): Tick[] {
  const out: Tick[] = [];
  for (let at = Math.ceil(from / count) * count; at <= to; at += count) {
    out.push({ at, label: clock(civilOf(at).second, count < 60) });
  }
  return out;
}

function days(from: number, to: number): Tick[] {
  const out: Tick[] = [];
  for (let at = Math.floor(from / DAY) * DAY; at <= to; at += DAY) out.push({ at, label: dayName(civilOf(at)) });
  return out;
}

function monthDays(from: number, to: number, count: number): Tick[] {
  const out: Tick[] = [];
  for (let at = Math.floor(from / DAY) * DAY; at <= to; at += DAY) {
    const { day } = civilOf(at);
    const wanted = count === 1 || (count === 2 ? day % 2 === 1 && day < 31 : day === 1 || day === 8 || day === 15 || day === 22);
    if (wanted && at >= from) out.push({ at, label: String(day) });
  }
  return out;
}

function months(from: number, to: number): Tick[] {
  const start = civilOf(from);
  const out: Tick[] = [];
  for (let n = 0; ; n += 1) {
    const at = daysFromCivil(start.year, start.month + n, 1) * DAY;
    if (at > to) return out;
    const { year, month } = civilOf(at);
    out.push({ at, label: `${monthName(month)} ${yearName(year)}` });
  }
}

function monthTicks(from: number, to: number, count: number): Tick[] {
  const start = civilOf(from);
  const out: Tick[] = [];
  for (let n = 0; ; n += 1) {
    const at = daysFromCivil(start.year, start.month + n, 1) * DAY;
    if (at > to) return out;
    const { month } = civilOf(at);
    if (at >= from && (month - 1) % count === 0) out.push({ at, label: monthName(month).slice(0, 3) });
  }
}

function yearTicks(from: number, to: number, count: number): Tick[] {
  const out: Tick[] = [];
  const first = count === 1 ? civilOf(from).year : Math.floor(civilOf(from).year / count) - 1;
  for (let n = first; ; n += 1) {
    const year = count === 1 ? n : n > 0 ? n * count : n === 0 ? 1 : 1 + n * count;
    const at = secondOf(year);
    if (at > to) return out;
    if (count === 1 || at >= from) out.push({ at, label: yearName(year) });
  }
}
