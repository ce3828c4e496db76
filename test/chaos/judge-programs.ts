// What the programs themselves say: their logs, how they ended, what they took.
import { alike, type Finding, several } from './findings.ts';
import type { Replica } from './replica.ts';

/** Errors that are true of what the plan did. */
const EXPECTED_ERRORS: ReadonlyMap<string, string> = new Map([
  ['telegram_unauthorized', '401 and 404 are in the table'],
  ['telegram_polling_failed', 'so is a poll that Telegram refuses'],
  ['telegram_text_refused', 'so are texts that it does not take'],
  ['component_failing', 'so is what readiness tells of all that'],
  ['message_given_up', 'some of the hostile messages end a decoder'],
]);

/** Of resident memory that a replica may ever have used, in MB. */
const MAX_MB = 450;
const MAX_STOP_MS = 10_000;

export function judgeLogs(replicas: readonly Replica[]): Finding[] {
  const errors = replicas.flatMap(({ name, troubles }) =>
    troubles
      .filter(({ level, msg }) => level !== 'warn' && !EXPECTED_ERRORS.has(msg))
      .map(
        (line) =>
          `${line.msg} ${JSON.stringify({ ...line, replica: name, time: '' }).slice(0, 300)}`,
      ),
  );
  return several('logs', 'unexpected error', alike(errors));
}

/** While Redis is away a start may fail, and say why; what runs does not end for it. */
export function judgeExits(replicas: readonly Replica[]): Finding[] {
  return several('processes', 'end that nobody asked for', alike(exitsOf(replicas, true)));
}

/** Those that ended before they were ready, or after. */
export function exitsOf(replicas: readonly Replica[], wasReady: boolean): string[] {
  return replicas.flatMap(({ name, exits }) =>
    exits
      .filter((exit) => exit.wasReady === wasReady)
      .map(({ code, signal, livedMs, lastLines }) => {
        const last = lastLines.slice(-2).join(' | ').slice(0, 500);
        return `${name} with ${code ?? signal} after ${Math.round(livedMs)} ms: ${last}`;
      }),
  );
}

export function judgeMemory(replicas: readonly Replica[]): Finding[] {
  const large = replicas.filter(({ peakMb }) => peakMb > MAX_MB);
  const cases = large.map(({ name, peakMb }) => `${name}: ${peakMb.toFixed(0)} MB`);
  return several('memory', `more than ${MAX_MB} MB`, cases);
}

/** Ends them in peace: within ten seconds, with 0. */
export async function judgeStops(replicas: readonly Replica[], slack: number): Promise<Finding[]> {
  const stops = await Promise.all(
    replicas.map(async (replica) => ({ name: replica.name, ...(await replica.stop()) })),
  );
  const bad = stops.filter(({ code, tookMs }) => code !== 0 || tookMs > slack * MAX_STOP_MS);
  const cases = bad.map(
    ({ name, code, tookMs }) => `${name}: ${code} after ${Math.round(tookMs)} ms`,
  );
  return several('processes', 'stop that was not graceful', cases);
}
