/**
 * One timer for everything that shows time. It fires at each full minute, when the page comes back into
 * sight, and never while it is hidden.
 */
type Ticking = { tick(now: Date): void };

const members = new Set<Ticking>();
let timer: number | undefined;

function tickAll(): void {
  const now = new Date();
  for (const member of members) member.tick(now);
}

function plan(): void {
  window.clearTimeout(timer);
  if (members.size === 0 || document.hidden) return;
  // 50 ms past the minute: a timer may fire a little early, and then the old minute would stay for another.
  timer = window.setTimeout(() => {
    tickAll();
    plan();
  }, 60_050 - (Date.now() % 60_000));
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tickAll();
  plan();
});

/** Calls `member.tick(now)` at once and then each minute. */
export function join(member: Ticking): void {
  members.add(member);
  member.tick(new Date());
  if (members.size === 1) plan();
}

export function leave(member: Ticking): void {
  members.delete(member);
}
