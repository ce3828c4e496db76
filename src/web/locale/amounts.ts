// Times, durations, money and numbers in the person's language.
import { formats } from './texts.ts';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** "3 min ago", "in 2 hr". */
export function relative(at: number, now: number): string {
  const ms = at - now;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? UNITS[3];
  return new Intl.RelativeTimeFormat(formats(), { numeric: 'auto', style: 'short' }).format(
    Math.trunc(ms / size),
    unit,
  );
}

/** "4 min", "1 hr 5 min": the two largest units. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const parts = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3_600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  const shown = parts.slice(first < 0 ? 3 : first).slice(0, 2);
  return shown
    .filter(([amount], at) => at === 0 || amount > 0)
    .map(([amount, unit]) => quantity(amount, unit))
    .join(' ');
}

function quantity(amount: number, unit: string): string {
  const options = { style: 'unit', unit, unitDisplay: 'short' } as const;
  return new Intl.NumberFormat(formats(), options).format(amount);
}

/** `17:03`, with the date when it is not today. */
export function moment(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const options = isToday ? time : ({ day: 'numeric', month: 'short', ...time } as const);
  return new Intl.DateTimeFormat(formats(), options).format(at);
}

export function exactMoment(at: number): string {
  return new Intl.DateTimeFormat(formats(), { dateStyle: 'medium', timeStyle: 'medium' }).format(
    at,
  );
}

export function dollars(usd: number): string {
  return new Intl.NumberFormat(formats(), { style: 'currency', currency: 'USD' }).format(usd);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(formats(), { style: 'percent' }).format(share);
}

export function whole(count: number): string {
  return new Intl.NumberFormat(formats()).format(count);
}
