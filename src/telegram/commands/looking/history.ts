// /history: the newest events of a job, of a project, or of all that may be shown here.
import { hasEnded, type Job } from '../../../jobs/job-board.ts';
import { jobKey } from '../../../jobs/job-key.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { Button } from '../../../message/message.ts';
import { shorten } from '../../../message/text/cut.ts';
import { plain } from '../../../message/text/rich-text.ts';
import {
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { jobsNamed, visibilityFor } from '../command/visibility.ts';
import { jobsFor, shownJob } from './browse-jobs.ts';
import { showHistory } from './history-page.ts';
import type { LookDeps } from './look.ts';
import { type HistoryOf, writeLook } from './look-action.ts';
import { buttonFor } from './page-buttons.ts';

const COUNT = 15;
const MAX_COUNT = 30;
const MAX_PROJECTS = 4;
const MAX_JOBS = 4;
const MAX_CHOICES = 8;
/** Jobs that are looked through for what is offered. */
const MAX_OFFERED = 200;
const MAX_LABEL = 34;

/** What a history may be of, and how a button calls it. */
interface Candidate {
  readonly of: HistoryOf;
  readonly label: string;
}

export const history: Command<LookDeps> = {
  name: 'history',
  access: 'member',
  example: '/history acme/web 20',
  async run(call, deps) {
    const { kind, words } = withoutKind(call.words);
    if (words.length === 0) return offer(kind === undefined, call, deps);
    const [first = '', second, surplus] = words;
    if (surplus !== undefined) return usageReply(call, 'reply-surplus', { given: surplus });
    const isCountAlone = kind === undefined && second === undefined && isCount(first);
    const given = isCountAlone ? first : second;
    if (given !== undefined && !isCount(given))
      return usageReply(call, 'look-no-count', { given, most: MAX_COUNT });
    const count = given === undefined ? COUNT : Number(given);
    if (isCountAlone) return show({ kind: 'everything' }, count, { call, deps });
    const found = await find(first, kind, { call, deps });
    const [only] = found;
    if (only === undefined) {
      const body = call.voice.speak('look-no-subject', { id: idText(first) });
      return replyWith(await withPrivateLink(body, call, deps));
    }
    return found.length === 1
      ? show(only.of, count, { call, deps })
      : choose('look-history-which', found, { call, count });
  },
};

type Kind = 'job' | 'project' | undefined;

interface Asked {
  readonly call: CommandCall;
  readonly deps: LookDeps;
}

/** `job` or `project` may be said before the id. */
function withoutKind(words: readonly string[]): { kind: Kind; words: readonly string[] } {
  const kind = (['job', 'project'] as const).find((one) => one === words[0]?.toLowerCase());
  return kind === undefined ? { kind, words } : { kind, words: words.slice(1) };
}

function isCount(word: string): boolean {
  return /^\d{1,2}$/.test(word) && Number(word) >= 1 && Number(word) <= MAX_COUNT;
}

async function show(of: HistoryOf, count: number, { call, deps }: Asked): Promise<CommandReply> {
  const page = await showHistory({ of, count }, call, deps);
  if (page === undefined) return { kind: 'none' };
  return { kind: 'reply', ...page, body: await withPrivateLink(page.body, call, deps) };
}

/** Bare, as the menu sends it: projects and jobs of which something happened last. */
async function offer(
  withEverything: boolean,
  call: CommandCall,
  deps: LookDeps,
): Promise<CommandReply> {
  const projects = new Map<string, Candidate>();
  const jobs: Candidate[] = [];
  let read = 0;
  for await (const job of jobsFor(call, deps)) {
    read += 1;
    if (jobs.length < MAX_JOBS) jobs.push(jobCandidate(job, { call, deps }));
    const { projectId } = job;
    if (projectId !== undefined && projects.size < MAX_PROJECTS)
      projects.set(projectId, projectCandidate(projectId, deps));
    if (read === MAX_OFFERED) break;
  }
  const everything = {
    of: { kind: 'everything' },
    label: call.voice.speak('look-everything').text,
  } as const;
  const all = [...projects.values(), ...jobs, ...(withEverything ? [everything] : [])];
  const { body, buttons } = choicesOf('look-history-of', all, { call, count: COUNT });
  return replyWith(await withPrivateLink(body, call, deps), buttons);
}

/** Exactly this id: jobs first, then a project; else those that begin so. */
async function find(given: string, kind: Kind, { call, deps }: Asked): Promise<Candidate[]> {
  const named = kind === 'project' ? [] : await jobsNamed(given, call, deps);
  const isProject = kind !== 'job' && (await hasEvents(given, { call, deps }));
  const exact = [
    ...named.map((job) => jobCandidate(job, { call, deps })),
    ...(isProject ? [projectCandidate(given, deps)] : []),
  ];
  if (exact.length > 0) return exact;
  const found = new Map<string, Candidate>();
  for await (const job of jobsFor(call, deps)) {
    const { id, projectId } = job;
    if (kind !== 'project' && id.startsWith(given))
      found.set(jobKey(projectId, id), jobCandidate(job, { call, deps }));
    if (kind !== 'job' && projectId?.startsWith(given))
      found.set(`project ${projectId}`, projectCandidate(projectId, deps));
  }
  return [...found.values()];
}

/** Whether there is a project of this id that may be shown here. */
async function hasEvents(projectId: string, { call, deps }: Asked): Promise<boolean> {
  const isVisible = await visibilityFor(call, deps);
  if (!isVisible({ projectId, visibility: 'public' })) return false;
  const filter = { projectIds: [projectId], publicOnly: true };
  const { entries } = await deps.journal.query({ filter, order: 'desc', limit: 1 });
  return entries.length > 0;
}

function jobCandidate(job: Job, { call, deps }: Asked): Candidate {
  const { key, job: shown } = shownJob(job, call, deps);
  const name = [shown.title, shown.id].find((text) => text.trim() !== '') ?? '';
  const icon = hasEnded(shown) ? '▪️' : '🔄';
  return { of: { kind: 'job', key }, label: `${icon} ${name}` };
}

function projectCandidate(id: string, { redaction }: LookDeps): Candidate {
  return { of: { kind: 'project', id }, label: `📁 ${redaction.text(id)}` };
}

interface Offered {
  readonly call: CommandCall;
  readonly count: number;
}

function choose(key: string, found: readonly Candidate[], offered: Offered): CommandReply {
  const { body, buttons } = choicesOf(key, found.slice(0, MAX_CHOICES), offered);
  return replyWith(body, buttons);
}

/** What is too long for a button is left out: it can be written. */
function choicesOf(key: string, all: readonly Candidate[], { call, count }: Offered) {
  const buttons = all
    .map(({ of, label }): Button[] =>
      buttonFor(
        shorten(plain(label), MAX_LABEL).text,
        writeLook({ show: 'history', history: { of, count } }),
      ),
    )
    .filter((row) => row.length > 0);
  return { body: call.voice.speak(key), buttons };
}
