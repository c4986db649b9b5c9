/**
 * Words for instants: pure functions of an instant, of now, and of the reader's zone and language.
 * The custom elements in elements/ call them each minute.
 */
import { appData, locale, say } from "./app_data";

export type DueState = "late" | "today" | "later";
export type Filled<State extends string> = { text: string; phrase: string; state: State };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MINUTES_A_DAY = 1440;
/** From this share of its limit on, a stage age is shown as running out. */
const WARN_SHARE = 0.8;
const WORK_STARTS = 9;
const WORK_ENDS = 18;
/** Outside of these hours nobody wants to be called (domain/waking.py). */
const WAKES = 8;
const SLEEPS = 21;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a DateTimeFormat costs a hundred times its use, so each is made once. */
export function format(options: Intl.DateTimeFormatOptions, zone: string = appData.timeZone): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formats.set(key, made);
  }
  return made;
}

const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY_AND_MONTH: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
const FULL_DAY: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const FULL: Intl.DateTimeFormatOptions = { ...FULL_DAY, ...TIME };

export const clockTime = (at: Date, zone?: string): string => format(TIME, zone).format(at);
export const fullMoment = (at: Date, zone?: string): string => format(FULL, zone).format(at);
export const shortDate = (at: Date): string => format(DAY_AND_MONTH).format(at);

/** The day of an instant in a zone, as a number that grows by one each day. */
export function dayNumber(at: Date, zone: string = appData.timeZone): number {
  const parts = format({ year: "numeric", month: "numeric", day: "numeric" }, zone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day")) / DAY;
}

function lateText(late: number): string {
  if (late < HOUR) return say("late_minutes", { count: Math.max(1, Math.floor(late / MINUTE)) });
  if (late < DAY) return say("late_hours", { count: Math.floor(late / HOUR) });
  return say("late_days", { count: Math.floor(late / DAY) });
}

function laterText(at: Date, days: number, now: Date, brief: boolean): string {
  if (days === 1) return brief ? say("tomorrow") : say("tomorrow_at", { time: clockTime(at) });
  return dateText(at, days, now);
}

/** "Wed 25", "9 Dec", "9 Dec 2027": the day of an instant in a zone, so many days from now. */
function dateText(at: Date, days: number, now: Date, zone?: string): string {
  if (days < 7) return format({ weekday: "short", day: "numeric" }, zone).format(at).replace(",", "");
  const sameYear = format({ year: "numeric" }, zone).format(at) === format({ year: "numeric" }).format(now);
  return format(sameYear ? DAY_AND_MONTH : { ...DAY_AND_MONTH, year: "numeric" }, zone).format(at);
}

/** When something is due: "1 d late", "15:30", "Tomorrow 09:00" (`brief`: "Tomorrow"), "Wed 25", "9 Dec". */
export function due(at: Date, now: Date, brief = false): Filled<DueState> {
  const when = fullMoment(at);
  if (at < now) {
    return { text: lateText(now.getTime() - at.getTime()), phrase: say("overdue_since", { when }), state: "late" };
  }
  const days = dayNumber(at) - dayNumber(now);
  if (days === 0) return { text: clockTime(at), phrase: say("due_at", { when }), state: "today" };
  return { text: laterText(at, days, now, brief), phrase: say("due_at", { when }), state: "later" };
}

/** When something is due on a day (its number, see dayNumber) that has no hour; it is late when the work of that day has ended, at `ends`. */
export function dueOn(day: number, ends: Date, now: Date): Filled<DueState> {
  // Formatted in UTC: a date is the same for every reader.
  const on = new Date(day * DAY);
  const when = format(FULL_DAY, "UTC").format(on);
  const days = day - dayNumber(now);
  if (ends < now) {
    const text = days < 0 ? say("late_days", { count: -days }) : lateText(now.getTime() - ends.getTime());
    return { text, phrase: say("overdue_since", { when }), state: "late" };
  }
  const phrase = say("due_at", { when });
  if (days <= 0) return { text: say("today"), phrase, state: "today" };
  if (days === 1) return { text: say("tomorrow"), phrase, state: "later" };
  return { text: dateText(on, days, now, "UTC"), phrase, state: "later" };
}

/** A date as the number of its day: 2026-11-27; null when it is none. */
export function dayOfText(text: string): number | null {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? null : at / DAY;
}

const unit = (value: number, name: AgeUnit): string =>
  new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(value);

type AgeUnit = "minute" | "hour" | "day";

/** The unit in which to say an age, and its minutes: the limit's own, or a larger one once the age is far beyond it. */
function unitOf(limitMinutes: number | null, age: number): [AgeUnit, number] {
  if (limitMinutes === null || limitMinutes >= MINUTES_A_DAY) return ["day", MINUTES_A_DAY];
  if (age >= 3 * MINUTES_A_DAY) return ["day", MINUTES_A_DAY];
  return limitMinutes < 60 && age < 120 ? ["minute", 1] : ["hour", 60];
}

/** A stay at a stage: how many minutes count against its limit, and for how many days; `over` whether it is passed. */
type Stay = { minutes: number; days: number; limitMinutes: number | null; over: boolean };

export type StageAge = Filled<"calm" | "warn" | "over"> & { share: number };

/** How much of a stage's limit is used: "4 / 5 d". The share grows past 1. Without a limit: "4 d". */
export function stageAge(stay: Stay): StageAge {
  const { minutes, days, limitMinutes } = stay;
  const [name, size] = unitOf(limitMinutes, Math.max(minutes, days * MINUTES_A_DAY));
  const age = name === "day" ? days : Math.floor(minutes / size);
  if (limitMinutes === null) {
    return { text: say("age_days", { age }), phrase: say("age", { age: unit(age, name) }), state: "calm", share: 0 };
  }
  const [limitName, limitSize] = unitOf(limitMinutes, 0);
  const limit = Math.round((limitMinutes / limitSize) * 10) / 10;
  const share = stay.over ? 1 : Math.min(1, minutes / limitMinutes);
  const state = stay.over ? "over" : share >= WARN_SHARE ? "warn" : "calm";
  // Far beyond a short limit the age alone says enough: 3 d, not 4320 / 15 min.
  const text = name === limitName ? say(`age_of_limit_${name}s`, { age, limit }) : say(`age_${name}s`, { age });
  const phrase = say(state === "over" ? "age_over" : "age_of_limit", {
    age: unit(age, name),
    limit: unit(limit, limitName),
  });
  return { text, phrase, state, share };
}

const isoDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const hourIn = (at: Date, zone: string): number =>
  Number(format({ hour: "numeric", hourCycle: "h23" }, zone).formatToParts(at).find((part) => part.type === "hour")?.value);

/** How far a zone's clock is from UTC at an instant, to the minute. */
function offsetIn(at: Date, zone: string): number {
  const minute = Number(format({ minute: "numeric" }, zone).formatToParts(at).find((part) => part.type === "minute")?.value);
  const wall = dayNumber(at, zone) * DAY + hourIn(at, zone) * HOUR + minute * MINUTE;
  return wall - Math.floor(at.getTime() / MINUTE) * MINUTE;
}

/** The instant at which the reader's clock shows a date and a time, as fields give them; null while one is missing. */
export function instantOf(date: string, time: string): Date | null {
  const wall = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(wall)) return null;
  const zone = appData.timeZone;
  // The offset a little off, and then the one that is in force at what that gives.
  const near = new Date(wall - offsetIn(new Date(wall), zone));
  return new Date(wall - offsetIn(near, zone));
}

export type ClientTime = { time: string; isNight: boolean };

/** What the client's clock shows at an instant; null where it is the reader's own, or the browser does not know the zone. */
export function clientTime(at: Date, zone: string): ClientTime | null {
  try {
    if (offsetIn(at, zone) === offsetIn(at, appData.timeZone)) return null;
    const hour = hourIn(at, zone);
    return { time: clockTime(at, zone), isNight: hour < WAKES || hour >= SLEEPS };
  } catch {
    return null; // RangeError: no such zone
  }
}

/** The days on which a client does not work: of the week (Sunday is 0), and dates such as 2026-11-04. */
export type Rest = { weekdays: string; dates: string };

const USUAL_REST: Rest = { weekdays: "6 0", dates: "" };

export const restOf = (clock: Element): Rest => ({
  weekdays: clock.getAttribute("rests") ?? USUAL_REST.weekdays,
  dates: clock.getAttribute("off") ?? "",
});

export type ClientClock = Filled<"on" | "off"> & { planned: string };

/** The time at the client's place, by the rule of domain/client_hours.py; null when the browser does not know the zone. */
export function clientClock(now: Date, zone: string, place: string, rest: Rest = USUAL_REST): ClientClock | null {
  let time: string;
  try {
    time = clockTime(now, zone);
  } catch {
    return null; // RangeError: no such zone
  }
  // Days since Thursday 1 January 1970.
  const day = dayNumber(now, zone);
  const rests = rest.weekdays.includes(String((day + 4) % 7)) || rest.dates.includes(isoDay(day));
  const hour = hourIn(now, zone);
  const working = !rests && hour >= WORK_STARTS && hour < WORK_ENDS;
  return {
    text: place === "" ? time : `${time} ${place}`,
    phrase: say(working ? "clock_working" : "clock_resting", { time, place }),
    planned: say(working ? "clock_working_plan" : "clock_resting_plan", { time, place }),
    state: working ? "on" : "off",
  };
}

// Cut short, Indonesian days are "3 h", which reads as hours.
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: locale === "id" ? "long" : "short" });

/** "8 min. ago", "in 3 days"; from a week on, the date. */
export function relativeTime(at: Date, now: Date): string {
  const span = at.getTime() - now.getTime();
  const size = Math.abs(span);
  if (size < MINUTE) return relative.format(0, "second");
  if (size < HOUR) return relative.format(Math.trunc(span / MINUTE), "minute");
  if (size < DAY) return relative.format(Math.trunc(span / HOUR), "hour");
  if (size < 7 * DAY) return relative.format(dayNumber(at) - dayNumber(now), "day");
  return shortDate(at);
}
