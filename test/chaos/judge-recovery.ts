// How soon everything works again: both replicas ready, every publisher answered, all of it kept.
import type { Ending, Run } from './chaos.ts';
import { isReady, until } from './chaos-world.ts';
import { type Finding, finding } from './findings.ts';
import { type Kept, missing } from './judge-journal.ts';

/** Within so long after the last fault everything works again. */
const WORKS_AFTER_MS = 15_000;

/** What is left of the fifteen seconds. */
export const leftMs = ({ options: { slack = 1 }, timeline }: Run) =>
  Math.max(0, timeline.calmAtMs + slack * WORKS_AFTER_MS - timeline.nowMs());
export const sinceCalm = ({ timeline }: Run) =>
  `${((timeline.nowMs() - timeline.calmAtMs) / 1_000).toFixed(1)} s after the last fault`;

/** Everybody is ready, answered and up to date within fifteen seconds. */
export async function judgeRecovery(run: Run, ending: Ending, facts: string[]): Promise<Finding[]> {
  const { world, books } = run;
  let isSpoken = false;
  let lost: string[] = [];
  void ending.spoken.then((isDone) => {
    isSpoken = isDone;
  });
  const parts: readonly [
    string,
    () => Promise<boolean> | boolean,
    () => Promise<string> | string,
  ][] = [
    [
      'both replicas ready',
      async () => (await Promise.all(world.urls.map(isReady))).every(Boolean),
      async () => (await Promise.all(world.urls.map(readinessOf))).join(' | '),
    ],
    ['all publishers answered', () => isSpoken, () => ''],
    [
      'all accepted events kept',
      async () => {
        lost = missing(await keptInRedis(run), books, run.eventsPerLane);
        return isSpoken && lost.length === 0;
      },
      () => lost.slice(0, 8).join(', '),
    ],
  ];
  const found = await Promise.all(
    parts.map(async ([what, isSo, why]) => {
      const came = await until(isSo, { withinMs: leftMs(run) });
      if (came === undefined) return finding('recovery', `not ${what} in time: ${await why()}`);
      facts.push(`${what}: ${sinceCalm(run)}`);
      return [];
    }),
  );
  return found.flat();
}

interface Readiness {
  readonly components?: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

async function readinessOf(url: string): Promise<string> {
  const signal = AbortSignal.timeout(2_000);
  const response = await fetch(`${url}/readyz`, { signal }).catch(() => undefined);
  if (response === undefined) return 'no answer';
  const { components = {} } = (await response.json()) as Readiness;
  const bad = Object.entries(components).filter(([, { ok }]) => !ok);
  const parts = bad.map(([name, { detail }]) => `${name} (${detail})`);
  return `${response.status} ${parts.join(', ')}`;
}

/** Without the HTTP API, which may have other worries. */
async function keptInRedis({ world: { client } }: Run): Promise<Kept> {
  const [entries, letters] = await Promise.all(
    ['jobwire:journal', 'jobwire:dlq'].map((key) => client.xrange(key, '-', '+')),
  );
  const texts = (list: typeof entries) => (list ?? []).map(([, fields]) => JSON.stringify(fields));
  return {
    events: [],
    // As they were written, so that marks and quotes read the same everywhere.
    texts: (entries ?? []).map(([, fields]) => fields[1] ?? ''),
    letters: texts(letters),
  };
}
