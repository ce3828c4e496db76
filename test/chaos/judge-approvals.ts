// Each request has one outcome at most, everywhere the same, and a tap counted once.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { ADMIN_TOKEN } from '../helpers/world.ts';
import type { Alert, Books } from './accepted.ts';
import { FILM, PROJECT_NAMES } from './cast.ts';
import { type Finding, several } from './findings.ts';
import type { Kept } from './judge-journal.ts';

interface Standing {
  readonly status: string;
  readonly stage: string;
}

/** What the HTTP API says of every request, by its mark. */
export async function standings(url: string): Promise<Map<string, Standing>> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const response = await fetch(`${url}/api/v1/approvals?limit=1000`, { headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { approvals } = (await response.json()) as { approvals: readonly Standing[] };
  const found = new Map<string, Standing>();
  for (const approval of approvals) {
    const [mark] = JSON.stringify(approval).match(/\bask-[a-z]*\d+-\d+x\b/) ?? [];
    if (mark !== undefined) found.set(mark, approval);
  }
  return found;
}

/** Requests that somebody decided and that are open all the same. */
export function undecided(books: Books, standing: ReadonlyMap<string, Standing>): string[] {
  const acted = new Set(books.taps.map(({ mark }) => mark));
  return [...acted].filter((mark) => (standing.get(mark)?.status ?? 'unknown') === 'pending');
}

interface Deps {
  readonly books: Books;
  readonly kept: Kept;
  readonly client: Redis;
  readonly runsDir: string;
}

export async function judgeApprovals(
  standing: ReadonlyMap<string, Standing>,
  { books, kept, client, runsDir }: Deps,
): Promise<Finding[]> {
  const requests = books.alerts.filter(({ kind }) => kind === 'request');
  const statusOf = ({ mark }: Alert) => standing.get(mark)?.status ?? 'unknown';
  const verdicts = ({ mark }: Alert) =>
    books.taps.filter((tap) => tap.mark === mark).map(({ verdict }) => verdict as string);
  const decided = requests.filter((one) => ['approved', 'denied'].includes(statusOf(one)));
  const published = await announcedIn(client);
  const inJournal = kept.texts.filter((text) => text.includes('"jobwire"'));
  const times = (texts: readonly string[], { mark }: Alert) =>
    texts.filter((text) => text.includes(mark)).length;
  const onBus = requests.filter(({ project }) => !project.startsWith(FILM));
  const expected = (one: Alert) => (decided.includes(one) ? 1 : 0);
  return [
    ...several(
      'requests',
      'unknown',
      listed(requests.filter((one) => statusOf(one) === 'unknown')),
    ),
    ...several(
      'requests',
      'decided as nobody did',
      listed(decided.filter((one) => !verdicts(one).includes(statusOf(one)))),
    ),
    ...several(
      'requests',
      'settled without anybody',
      listed(requests.filter((one) => !decided.includes(one) && statusOf(one) !== 'pending')),
    ),
    ...several(
      'requests',
      'not announced once in its stream',
      listed(
        onBus.filter((one) => times(published, one) !== expected(one)),
        (one) => `${times(published, one)} times, ${statusOf(one)}`,
      ),
    ),
    ...several(
      'requests',
      'not announced once in the journal',
      listed(
        requests.filter((one) => times(inJournal, one) !== expected(one)),
        (one) => `${times(inJournal, one)} times, ${statusOf(one)}`,
      ),
    ),
    ...several(
      'requests',
      'gate file that tells something else',
      await wrongGates(decided, statusOf, runsDir),
    ),
    ...several(
      'requests',
      'tap that was answered with another outcome',
      wrongAnswers(books, standing),
    ),
  ];
}

const listed = (requests: readonly Alert[], more?: (one: Alert) => string) =>
  requests.map((one) => (more === undefined ? one.mark : `${one.mark} (${more(one)})`));

/** What jobwire itself said of decisions in the streams of all projects. */
async function announcedIn(client: Redis): Promise<string[]> {
  const streams = await Promise.all(
    PROJECT_NAMES.map((project) => client.xrange(`televibe:stream:${project}`, '-', '+')),
  );
  return streams
    .flat()
    .map(([, fields]) => fields[1] ?? '')
    .filter((text) => text.includes('"jobwire"') && /"job\.(approved|denied)"/.test(text));
}

async function wrongGates(
  decided: readonly Alert[],
  statusOf: (one: Alert) => string,
  runsDir: string,
): Promise<string[]> {
  const gates = decided.filter(({ project }) => project.startsWith(FILM));
  const told = await Promise.all(
    gates.map(async (one) => {
      const file = join(runsDir, one.project, 'gates', `${one.mark}.json`);
      const text = await readFile(file, 'utf8').catch(() => '{}');
      const { decision = 'nothing' } = JSON.parse(text) as { decision?: string };
      const expected = statusOf(one) === 'approved' ? 'approved' : 'rejected';
      return decision === expected ? '' : `${one.mark} (${decision}, ${statusOf(one)})`;
    }),
  );
  return told.filter((text) => text !== '');
}

const SAYS: readonly (readonly [RegExp, string])[] = [
  [/\bapproved\b/i, 'approved'],
  [/\bdenied\b/i, 'denied'],
];

/** An answer that names one outcome names the one that stands. */
function wrongAnswers({ taps }: Books, standing: ReadonlyMap<string, Standing>): string[] {
  return taps.flatMap(({ mark, answer }) => {
    const named = SAYS.filter(([pattern]) => pattern.test(answer ?? '')).map(([, name]) => name);
    const status = standing.get(mark)?.status;
    return named.length === 1 && named[0] !== status ? [`${mark} ("${answer}", ${status})`] : [];
  });
}
