// /tail: a job's log in one message that changes in place.
import { hasEnded, type Job } from '../../jobs/job-board.ts';
import { byBeginning, type Found } from './beginnings.ts';
import { type Command, type CommandCall, type CommandDeps, said, USAGE } from './command.ts';
import { findJob, jobsInSight, severalText } from './sight.ts';

const MOST_LINES = 200;
const USUAL_LINES = 20;

interface Wish {
  readonly kind: 'job' | 'session' | 'any';
  readonly id?: string;
  readonly lines: number;
}

export const tail: Command = {
  name: 'tail',
  access: 'member',
  example: '/tail job 7b2e 50',
  async run(call, deps) {
    const wish = parse(call.words);
    if (wish === undefined) return USAGE;
    const found = await findWished(wish, call, deps);
    if (found.kind === 'several') return said(severalText(found.ids, call));
    if (found.kind === 'none') {
      const key = wish.id === undefined ? 'reply-no-jobs' : 'reply-no-job';
      return said(call.voice.speak(key, { id: wish.id }));
    }
    await deps.tails.open({
      address: call.address,
      jobId: found.item.id,
      lines: wish.lines,
      locale: call.voice.locale,
      openedAt: call.writtenAt,
    });
    return { kind: 'none' };
  },
};

/** `[session|job] [id] [lines]`; `undefined` when it is something else. */
function parse(words: readonly string[]): Wish | undefined {
  const [first, ...others] = words;
  if (first === 'session' || first === 'job') return idAndLines(first, others);
  if (first === undefined) return { kind: 'any', lines: USUAL_LINES };
  // A small number alone says how many lines of the newest job.
  const lines = others.length === 0 ? lineCount(first) : undefined;
  return lines === undefined ? idAndLines('any', words) : { kind: 'any', lines };
}

function idAndLines(kind: Wish['kind'], words: readonly string[]): Wish | undefined {
  const [id, given, ...more] = words;
  const lines = given === undefined ? USUAL_LINES : lineCount(given);
  if (id === undefined || lines === undefined || more.length > 0) return undefined;
  return { kind, id, lines };
}

function lineCount(word: string): number | undefined {
  if (!/^\d{1,3}$/.test(word)) return undefined;
  const count = Number(word);
  return count >= 1 && count <= MOST_LINES ? count : undefined;
}

async function findWished(
  { kind, id }: Wish,
  call: CommandCall,
  deps: CommandDeps,
): Promise<Found<Job>> {
  if (id === undefined) return newest(await jobsInSight(call, deps));
  const byJob = kind === 'session' ? undefined : await findJob(id, call, deps);
  if (byJob !== undefined && (byJob.kind !== 'none' || kind === 'job')) return byJob;
  const jobs = await jobsInSight(call, deps);
  const sessions = [...new Set(jobs.flatMap(({ sessionId }) => sessionId ?? []))];
  const session = byBeginning(sessions, (one) => one, id);
  if (session.kind !== 'one') return session;
  return newest(jobs.filter(({ sessionId }) => sessionId === session.item));
}

/** The newest that runs, else the newest. */
function newest(jobs: readonly Job[]): Found<Job> {
  const item = jobs.find((job) => !hasEnded(job)) ?? jobs[0];
  return item === undefined ? { kind: 'none' } : { kind: 'one', item };
}
