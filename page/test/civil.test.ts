import assert from "node:assert/strict";
import { test } from "node:test";
import { civilOf, daysFromCivil, momentName, readDay, secondOf, YEAR, yearName } from "../src/civil";

test("days and dates are each other's inverse over eight million days", () => {
  for (let day = -4_000_000; day <= 4_000_000; day += 997) {
    const { year, month, day: of } = civilOf(day * 86400);
    assert.equal(daysFromCivil(year, month, of), day);
  }
});

test("known days have their numbers", () => {
  assert.equal(daysFromCivil(1970, 1, 1), 0);
  assert.equal(daysFromCivil(2025, 9, 3), 20334);
  assert.equal(daysFromCivil(-43, 3, 15), -735160);
  assert.equal(daysFromCivil(2024, 14, 1), daysFromCivil(2025, 2, 1));
});

test("a year thirty billion years away keeps its year", () => {
  for (const year of [-30_000_000_000, 30_000_000_000]) {
    assert.equal(civilOf(secondOf(year, 6, 15)).year, year);
  }
});

test("years are named as people name them", () => {
  assert.equal(yearName(0), "1 BC");
  assert.equal(yearName(-43), "44 BC");
  assert.equal(yearName(80), "AD 80");
  assert.equal(yearName(-11_999), "12,000 BC");
  assert.equal(yearName(-13_799_999_999), "13.8 billion BC");
});

test("a moment is named no more exactly than the window deserves", () => {
  const at = secondOf(2024, 6, 19) + 3661;
  assert.equal(momentName(at, 100 * YEAR), "2024");
  assert.equal(momentName(at, YEAR), "June 2024");
  assert.equal(momentName(at, 30 * 86400), "19 June 2024");
  assert.equal(momentName(at, 60), "19 June 2024, 01:01:01");
});

test("typed dates are read, with their last second for an end", () => {
  assert.equal(readDay("1985", false), secondOf(1985));
  assert.equal(readDay("1985", true), secondOf(1986) - 1);
  assert.equal(readDay("2024-02", true), secondOf(2024, 3) - 1);
  assert.equal(readDay("44 BC", false), secondOf(-43));
  assert.equal(readDay("-0043", false), secondOf(-43));
  for (const wrong of ["", "yesterday", "2024-13", "2023-02-29", "2024-00-10", "1985-1-1-1"]) assert.equal(readDay(wrong, false), null, wrong);
});
