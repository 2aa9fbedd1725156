/**
 * Civil time in numbers: seconds of the proleptic Gregorian axis since 1970, any year.
 *
 * The same axis as the database's (years are astronomical, 0 is 1 BC). All is arithmetic on doubles, never on
 * `Date`, which ends at the year 275760. A double holds whole seconds up to 285 million years from 1970; further
 * out it is off by at most 128 seconds at the ends of what the database holds, 3·10^10 years, where a
 * pixel is never less than a year (`view.ts` sees to that).
 */

export const DAY = 86400;
export const YEAR = 365.2425 * DAY;
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

export interface Civil {
  year: number;
  month: number;
  day: number;
  /** Seconds into the day. */
  second: number;
}

/** Give the day number of a date; month and day may be out of range and carry over. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const inYear = ((((month - 1) % 12) + 12) % 12) + 1;
  const y = inYear <= 2 ? carried - 1 : carried;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (inYear + (inYear > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Give the second at which a date begins. */
export function secondOf(year: number, month = 1, day = 1): number {
  return daysFromCivil(year, month, day) * DAY;
}

/** Give the date and time of a second. */
export function civilOf(seconds: number): Civil {
  const days = Math.floor(seconds / DAY);
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
    second: Math.floor(seconds - days * DAY),
  };
}

/** Name an astronomical year: 2024, AD 80, 44 BC, 12,000 BC, 13.8 billion BC. */
export function yearName(year: number): string {
  if (year <= 0) return `${countName(1 - year)} BC`;
  return year < 1000 ? `AD ${year}` : countName(year);
}

function countName(count: number): string {
  if (count < 10_000) return String(count);
  if (count < 1_000_000) return count.toLocaleString("en-GB");
  const [unit, name] = count < 1e9 ? [1e6, "million"] : [1e9, "billion"];
  return `${Number((count / unit).toPrecision(count / unit >= 100 ? 6 : 4))} ${name}`;
}

export function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}

/** Name a day: 3 September 2025. */
export function dayName(at: Civil): string {
  return `${at.day} ${monthName(at.month)} ${yearName(at.year)}`;
}

/** Give the clock of a second of a day: 09:05, or 09:05:30 where seconds are asked for. */
export function clock(second: number, withSeconds = false): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const text = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`;
  return withSeconds ? `${text}:${two(second % 60)}` : text;
}

/** Name a second as precisely as a window of `span` seconds deserves. */
export function momentName(seconds: number, span: number): string {
  const at = civilOf(seconds);
  if (span > 20 * YEAR) return yearName(at.year);
  if (span > 200 * DAY) return `${monthName(at.month)} ${yearName(at.year)}`;
  if (span > 3 * DAY) return dayName(at);
  return `${dayName(at)}, ${clock(at.second, span < 600)}`;
}

/**
 * Read a date typed into the filter: YEAR, YEAR-MONTH or YEAR-MONTH-DAY, with "-0043" or "44 BC" before our era.
 * Gives its first second, or its last with `end`; null where it is no such date.
 */
export function readDay(text: string, end: boolean): number | null {
  const bc = /^(\d{1,9})\s*(?:bc|bce)$/i.exec(text.trim());
  const found = /^([-−]?\d{1,11})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(bc ? String(1 - Number(bc[1])) : text.trim());
  if (!found) return null;
  const year = Number(found[1]!.replace("−", "-"));
  const month = found[2] === undefined ? null : Number(found[2]);
  const day = found[3] === undefined ? null : Number(found[3]);
  if (Math.abs(year) > 3e10 || (month !== null && (month < 1 || month > 12))) return null;
  if (day !== null && (day < 1 || civilOf(secondOf(year, month ?? 1, day)).day !== day)) return null;
  const first = secondOf(year, month ?? 1, day ?? 1);
  if (!end) return first;
  if (month === null) return secondOf(year + 1) - 1;
  return day === null ? secondOf(year, month + 1) - 1 : first + DAY - 1;
}
