// Formats times in the reader's time zone and language.

const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const exactTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const seconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export const atClock = (ms) => clockTime.format(ms);
export const atSecond = (ms) => seconds.format(ms);
export const exactly = (ms) => exactTime.format(ms);
export const onDay = (ms) => day.format(ms);

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** An instant in the format of a `date_time` entity; `undefined` to keep the text. */
export function formatted(unixSeconds, format = '') {
  if (format === '') return undefined;
  if (format === 'r') return relatively(unixSeconds);
  const options = {
    ...(format.includes('w') ? { weekday: 'long' } : {}),
    ...(format.includes('d') ? { day: '2-digit', month: '2-digit', year: '2-digit' } : {}),
    ...(format.includes('D') ? { day: 'numeric', month: 'long', year: 'numeric' } : {}),
    ...(/[tT]/.test(format) ? { hour: '2-digit', minute: '2-digit' } : {}),
    ...(format.includes('T') ? { second: '2-digit' } : {}),
  };
  return new Intl.DateTimeFormat(undefined, options).format(unixSeconds * 1_000);
}

function relatively(unixSeconds) {
  const away = unixSeconds - now() / 1_000;
  const [unit, size] = UNITS.find(([, one]) => Math.abs(away) >= one) ?? ['second', 1];
  return relative.format(Math.round(away / size), unit);
}

/** Epoch milliseconds. */
function now() {
  return performance.timeOrigin + new Event('now').timeStamp;
}
