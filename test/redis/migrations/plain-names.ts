// What layout 3 calls what the layouts before it had other names for.
const KEYS: readonly (readonly [former: RegExp, now: string])[] = [
  [/^approvals:unheard$/, 'approvals:acknowledgements-due'],
  [/^approvals:awaiting:/, 'approvals:unacknowledged:'],
  [/^buried:/, 'dead-lettered:'],
];
const STATES: Readonly<Record<string, string>> = {
  '{"kind":"awaited"}': '{"kind":"pending"}',
  '"kind":"unheard"': '"kind":"missing"',
};

export function nameNow(key: string): string {
  return KEYS.reduce((name, [former, now]) => name.replace(former, now), key);
}

/** As JSON, whose members may be in another order. */
export function acknowledgementNow(text: string): unknown {
  const entries = Object.entries(STATES);
  return JSON.parse(entries.reduce((now, [former, state]) => now.replace(former, state), text));
}
