// /tail: a job's log in one message that is edited as it grows.

import { findByPrefix, type PrefixMatch } from '../../event/find-by-prefix.ts';
import { hasEnded, type Job } from '../../jobs/job-board.ts';
import { idText } from '../../message/locale/voice.ts';
import { JOB_ACTION } from '../../message/notice.ts';
import type { RichText } from '../../message/text/rich-text.ts';
import { defined } from '../../runtime/defined.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from './command/command.ts';
import { withPrivateLink } from './command/more-in-private.ts';
import { findJob, jobsNamed, severalText, visibleJobs } from './command/visibility.ts';
import { jobChoices } from './looking/job-choices.ts';

const MAX_LINES = 200;
/** Where nobody says how many. */
export const TAIL_LINES = 20;

interface TailTarget {
  readonly kind: 'job' | 'session' | 'any';
  readonly id?: string;
  readonly lines: number;
}

/** Last word: times that lines begin with are shortened. */
const SHORT = 'short';

type Deps = Pick<
  ChatCommandDeps,
  'jobs' | 'chatBook' | 'routes' | 'botName' | 'tails' | 'redaction'
>;

export const tail: Command<Deps> = {
  name: 'tail',
  access: 'member',
  example: '/tail job 7b2e 50',
  async run(call, deps) {
    const { words, ...times } = splitTimes(call.words);
    const target = parse(words);
    if (target === undefined) return wrongTarget(words, call);
    const found = await findTarget(target, call, deps);
    if (found.kind === 'several') return which(found.ids, call, deps);
    if (found.kind === 'none') {
      return replyWith(await withPrivateLink(notFound(target, call), call, deps));
    }
    const named = isByOwnId(found.item, target) ? await jobsNamed(found.item.id, call, deps) : [];
    if (named.length > 1) return whichProject(named, call, deps);
    const { id: jobId, projectId, title } = found.item;
    const opened = await deps.tails.open({
      address: call.address,
      jobId,
      title,
      ...defined({ projectId }),
      by: call.userId,
      ...{ lines: target.lines, ...times },
      locale: call.voice.locale,
      openedAt: call.writtenAt,
    });
    return opened === 'full' ? replyWith(call.voice.speak('reply-tails-full')) : { kind: 'none' };
  },
};

/** Whether it was found by its own id: several projects may have one of that. */
function isByOwnId({ id, sessionId }: Job, { kind, id: given }: TailTarget): boolean {
  return given !== undefined && kind !== 'session' && id.startsWith(given) && sessionId !== given;
}

function whichProject(jobs: readonly Job[], call: CommandCall, deps: Deps): CommandReply {
  const rows = jobChoices(jobs, { viewer: call, deps, toData: JOB_ACTION.log });
  return replyWith(call.voice.speak('look-which-project'), rows);
}

/** Buttons open the log of a job; of sessions there are only the ids. */
async function which(ids: readonly string[], call: CommandCall, deps: Deps): Promise<CommandReply> {
  const jobs = (await visibleJobs(call, deps)).filter(({ id }) => ids.includes(id));
  const rows = jobChoices(jobs, { viewer: call, deps, toData: JOB_ACTION.log });
  return replyWith(severalText(ids, call), rows.length === 0 ? undefined : rows);
}

function notFound({ kind, id }: TailTarget, { voice }: CommandCall): RichText {
  if (id === undefined) return voice.speak('reply-no-jobs');
  return voice.speak(kind === 'session' ? 'reply-no-session' : 'reply-no-job', { id: idText(id) });
}

/** A job of that name can be had with `job short`. */
function splitTimes(words: readonly string[]): {
  readonly words: readonly string[];
  readonly times?: 'short';
} {
  const isNamed = words.length === 2 && (words[0] === 'job' || words[0] === 'session');
  if (words.at(-1)?.toLowerCase() !== SHORT || isNamed) return { words };
  return { words: words.slice(0, -1), times: SHORT };
}

/** `[session|job] [id] [lines]`; `undefined` for anything else. */
function parse(words: readonly string[]): TailTarget | undefined {
  const [first, ...others] = words;
  if (first === 'session' || first === 'job') return idAndLines(first, others);
  if (first === undefined) return { kind: 'any', lines: TAIL_LINES };
  // A small number alone is a number of lines.
  const lines = others.length === 0 ? lineCount(first) : undefined;
  return lines === undefined ? idAndLines('any', words) : { kind: 'any', lines };
}

function idAndLines(kind: TailTarget['kind'], words: readonly string[]): TailTarget | undefined {
  const [id, given, ...more] = words;
  const lines = given === undefined ? TAIL_LINES : lineCount(given);
  if (id === undefined || lines === undefined || more.length > 0) return undefined;
  return { kind, id, lines };
}

function lineCount(word: string): number | undefined {
  if (!/^\d{1,3}$/.test(word)) return undefined;
  const count = Number(word);
  return count >= 1 && count <= MAX_LINES ? count : undefined;
}

/** What is wrong with arguments that `parse` does not understand. */
function wrongTarget(words: readonly string[], call: CommandCall): CommandReply {
  const [first] = words;
  const isKind = first === 'session' || first === 'job';
  const [id, ...others] = isKind ? words.slice(1) : words;
  if (id === undefined) return usageReply(call, 'reply-missing-id');
  // `short` is all right where it stands; what follows it is not.
  const [lines, surplus = SHORT] = others.filter((word) => word.toLowerCase() !== SHORT);
  return lines !== undefined && lineCount(lines) === undefined
    ? usageReply(call, 'reply-no-lines', { given: lines, most: MAX_LINES })
    : usageReply(call, 'reply-surplus', { given: surplus });
}

async function findTarget(
  { kind, id }: TailTarget,
  call: CommandCall,
  deps: Deps,
): Promise<PrefixMatch<Job>> {
  if (id === undefined) return newest(await visibleJobs(call, deps));
  const byJob = kind === 'session' ? undefined : await findJob(id, call, deps);
  if (kind === 'job' && byJob !== undefined) return byJob;
  const jobs = await visibleJobs(call, deps);
  const sessions = [...new Set(jobs.flatMap(({ sessionId }) => sessionId ?? []))];
  const isJob = byJob?.kind === 'one' && byJob.item.id === id;
  // An exact id, also of a session, wins over a prefix.
  const isSession = !isJob && sessions.includes(id);
  if (byJob !== undefined && byJob.kind !== 'none' && !isSession) return byJob;
  const session = findByPrefix(sessions, (one) => one, id);
  if (session.kind !== 'one') return session;
  return newest(jobs.filter(({ sessionId }) => sessionId === session.item));
}

/** The newest running job, else the newest. */
function newest(jobs: readonly Job[]): PrefixMatch<Job> {
  const item = jobs.find((job) => !hasEnded(job)) ?? jobs[0];
  return item === undefined ? { kind: 'none' } : { kind: 'one', item };
}
