/**
 * Working time as the server counts it (domain/working_time.py), for ages that go on while a page is open: by the wall
 * clock and to the minute. That a limit is passed is never told from here, but from the instant that the server gave.
 */
import { pageData } from "./app_data";
import { dayNumber, format, stageAge, type StageAge } from "./when";

/** From and to, in minutes of a day. */
type Hours = readonly (readonly [number, number])[];
/** A calendar as the page brings it: the week begins on Monday, `days` are by their dates. */
type CalendarData = { zone: string; week: Hours[]; days: Record<string, Hours> };
type Calendar = { zone: string; week: Hours[]; days: Map<number, Hours> };
/** Which team works by which calendar, and those by their ids. */
type Calendars = { teams: Record<string, number>; default: number | null; each: Record<string, CalendarData> };
type Wall = { day: number; minute: number };

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1440;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
/** Nobody reads the minutes of a longer stay. */
const FURTHEST_DAYS = 3660;
const NONE: Calendars = { teams: {}, default: null, each: {} };
let known: Calendars | undefined;
const made = new Map<string, Calendar | null>();

/** The calendar of a team; null: it works around the clock. */
export function calendarOf(team: string | null): Calendar | null {
  known ??= pageData("calendars-data", NONE);
  const { teams, default: first, each } = known;
  const id = String((team === null ? undefined : teams[team]) ?? first ?? "");
  let found = made.get(id);
  if (found === undefined) {
    const data = each[id];
    found = data === undefined ? null : { ...data, days: byNumber(data.days) };
    made.set(id, found);
  }
  return found;
}

function byNumber(days: Record<string, Hours>): Map<number, Hours> {
  return new Map(Object.entries(days).map(([date, hours]) => [Date.parse(`${date}T00:00Z`) / DAY_MS, hours]));
}

const hoursOf = (calendar: Calendar, day: number): Hours =>
  // The first of January 1970 was a Thursday.
  calendar.days.get(day) ?? calendar.week[(((day + 3) % 7) + 7) % 7] ?? [];

function wallOf(at: Date, zone: string): Wall {
  const parts = format({ hour: "numeric", minute: "numeric", hourCycle: "h23" }, zone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return { day: dayNumber(at, zone), minute: part("hour") * 60 + part("minute") };
}

/** The wall clock when work goes on: then, or when it next begins. */
function nextOpen(calendar: Calendar, { day, minute }: Wall): Wall {
  for (let on = day; on < day + FURTHEST_DAYS; on += 1) {
    const from = on === day ? minute : 0;
    const open = hoursOf(calendar, on).find(([, end]) => from < end);
    if (open !== undefined) return { day: on, minute: Math.max(from, open[0]) };
  }
  return { day, minute };
}

/** A time of a working day, or where it is not worked then the next time it is, at last the day's end. */
function within(hours: Hours, minute: number): number {
  const open = hours.find(([, end]) => minute < end);
  return open === undefined ? (hours.at(-1)?.[1] ?? minute) : Math.max(minute, open[0]);
}

/** How many working days have passed: the same time of as many of them has come. */
export function workingDays(calendar: Calendar, since: Date, until: Date): number {
  const begins = nextOpen(calendar, wallOf(since, calendar.zone));
  const now = wallOf(until, calendar.zone);
  let passed = 0;
  for (let day = Math.max(begins.day + 1, now.day - FURTHEST_DAYS); day <= now.day; day += 1) {
    const hours = hoursOf(calendar, day);
    if (hours.length > 0 && (day < now.day || within(hours, begins.minute) <= now.minute)) passed += 1;
  }
  return passed;
}

/** How many minutes were worked. */
export function workedMinutes(calendar: Calendar, since: Date, until: Date): number {
  const from = wallOf(since, calendar.zone);
  const now = wallOf(until, calendar.zone);
  let minutes = 0;
  for (let day = Math.max(from.day, now.day - FURTHEST_DAYS); day <= now.day; day += 1) {
    for (const [opens, closes] of hoursOf(calendar, day)) {
      const start = day === from.day ? Math.max(opens, from.minute) : opens;
      const end = day === now.day ? Math.min(closes, now.minute) : closes;
      minutes += Math.max(0, end - start);
    }
  }
  return minutes;
}

/** How long something stayed against a limit, which is passed at `end`, by the calendar of a team. */
export function stayAge(
  since: Date,
  until: Date,
  limitMinutes: number | null,
  end: Date | null = null,
  team: string | null = null,
): StageAge {
  const counted = count(calendarOf(team), since, until, limitMinutes);
  const over = end === null ? limitMinutes !== null && counted.minutes >= limitMinutes : until >= end;
  // A week that ends on a day off ends with the next working hour: until then it is used up, not passed.
  const minutes = over ? counted.minutes : Math.min(counted.minutes, limitMinutes ?? Infinity);
  const days = over || limitMinutes === null ? counted.days : Math.min(counted.days, Math.ceil(limitMinutes / MINUTES_A_DAY));
  return stageAge({ minutes, days, limitMinutes, over });
}

/** What counts against the limit: all time where it is one of weeks, else working days, and below a day minutes. */
function count(calendar: Calendar | null, since: Date, until: Date, limit: number | null): { minutes: number; days: number } {
  if (calendar === null || (limit !== null && limit % MINUTES_A_WEEK === 0)) {
    const minutes = Math.max(0, (until.getTime() - since.getTime()) / MINUTE_MS);
    return { minutes, days: Math.floor(minutes / MINUTES_A_DAY) };
  }
  const days = workingDays(calendar, since, until);
  const inDays = limit === null || limit >= MINUTES_A_DAY;
  return { minutes: inDays ? days * MINUTES_A_DAY : workedMinutes(calendar, since, until), days };
}
