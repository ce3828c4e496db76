// What nobody may miss: failures and requests for approval, by every way in that keeps what it is given.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { systemClock } from '../../src/runtime/clock.ts';
import { publish } from '../helpers/publish.ts';
import type { Seeded } from '../helpers/seeded.ts';
import { ADMIN_TOKEN } from '../helpers/world.ts';
import type { Alert, Books } from './accepted.ts';
import { type AlertKind, FILM, PROJECT_NAMES } from './cast.ts';

export interface AlertDeps {
  readonly client: Redis;
  readonly runsDir: string;
  /** Of the replicas. */
  readonly urls: readonly string[];
  readonly books: Books;
  readonly nowMs: () => number;
}

type Draft = Omit<Alert, 'atMs'>;
type Send = (alert: Draft, deps: AlertDeps, random: Seeded) => Promise<unknown>;

const RETRY_MS = 100;
const FILMS = 2;
/** Those who hear of staged jobs hear of projects too. */
const FILM_PACE = 2;
const HEADERS = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };

/** As a publisher does that hears no: again, with the same ids. */
export async function sendAlert(alert: Draft, deps: AlertDeps, random: Seeded): Promise<void> {
  const send = wayOf(alert, random);
  while (
    !(await send(alert, deps, random).then(
      () => true,
      () => false,
    ))
  ) {
    await systemClock.sleep(RETRY_MS);
  }
  deps.books.alerts.push({ ...alert, atMs: deps.nowMs() });
}

function wayOf({ project }: Draft, random: Seeded): Send {
  if (project.startsWith(FILM)) return byFile;
  return random.chance(0.6) ? byBus : byPost;
}

const jobOf = ({ mark }: Draft) => `job-of-${mark}`;

const bodyOf = (alert: Draft) => ({
  event_id: `event-of-${alert.mark}`,
  event_type: alert.kind === 'failure' ? 'job.failed' : 'job.approval_needed',
  project_id: alert.project,
  job_id: jobOf(alert),
  data:
    alert.kind === 'failure'
      ? { error: `it broke: ${alert.mark}` }
      : { approval_id: alert.mark, scope: 'push', action: `do ${alert.mark}` },
});

const byBus: Send = async (alert, { client }, random) => {
  // Its result is thrown away by `publish`: a lost one would not be seen.
  const event = bodyOf(alert);
  const text = JSON.stringify(event);
  await client.xadd(`televibe:stream:${alert.project}`, '*', 'event', text);
  if (random.chance(0.7)) await publish(client, event, 'channel').catch(() => {});
};

/** A request too is an event like any other. */
const byPost: Send = async (alert, { urls }, random) => {
  const url = `${urls[random.below(urls.length)]}/api/v1/events`;
  const [body, signal] = [JSON.stringify(bodyOf(alert)), AbortSignal.timeout(5_000)];
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body, signal });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`${response.status} ${text}`);
};

const byFile: Send = async ({ mark, kind, project }, { runsDir }) => {
  await mkdir(join(runsDir, project), { recursive: true });
  const fields =
    kind === 'request'
      ? { type: 'gate_pause', stage: mark, message: `Waiting for review of ${mark}` }
      : { type: 'stage_failed', stage: mark, message: `it broke: ${mark}` };
  const line = JSON.stringify({ ts: '2026-03-02T12:00:00Z', ...fields });
  await appendFile(join(runsDir, project, 'events.jsonl'), `${line}\n`);
};

/** Turns of failures and requests, of each project and of the staged jobs. */
export async function sendAlerts(
  { overMs, everyMs }: { readonly overMs: number; readonly everyMs: number },
  deps: AlertDeps,
  random: Seeded,
): Promise<void> {
  const films = Array.from({ length: FILMS }, (_, at) => `${FILM}-${at}`);
  const until = systemClock.monotonic() + overMs;
  await Promise.all(
    [...PROJECT_NAMES, ...films].map(async (project, lane) => {
      const pauseMs = everyMs * (lane < PROJECT_NAMES.length ? 1 : FILM_PACE);
      const name = project.replace('project-', '').replace(`${FILM}-`, 'f');
      for (let at = 0; ; at += 1) {
        const leftMs = until - systemClock.monotonic();
        await systemClock.sleep(Math.min(leftMs, pauseMs * (0.4 + random.next())));
        if (systemClock.monotonic() >= until) return;
        const kind: AlertKind = at % 2 === 0 ? 'request' : 'failure';
        const prefix = kind === 'request' ? 'ask' : 'fail';
        await sendAlert({ mark: `${prefix}-${name}-${at}x`, kind, project }, deps, random);
      }
    }),
  );
}
