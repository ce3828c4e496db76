// Reaches jobwire by its Redis: events go to the bus, and what became of a request is read where jobwire keeps it.
// While Redis is away, every call waits for it; who calls says so.
import { createScriptRedis } from '../../app-script.ts';
import type { Approval } from '../../approvals/approval.ts';
import { approvalJson } from '../../approvals/approval-json.ts';
import { answersQuestion, questionEvent } from '../../approvals/requests/script-question.ts';
import type { ScriptTarget } from '../../config/script-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { ScriptAnswer, ScriptEvent, ScriptLink, Withdrawal } from './link.ts';

interface Deps {
  readonly clock: Clock;
  readonly onState: (isUp: boolean, detail: string) => void;
}

const LOOK_MS = 250;
/** How long one call looks for an answer. A running jobwire opens a request within milliseconds. */
const ANSWER_MS = 5_000;

export async function openRedisLink(
  target: Exclude<ScriptTarget, { kind: 'http' }>,
  deps: Deps,
): Promise<ScriptLink> {
  const { clock } = deps;
  const redis = createScriptRedis(target, deps);
  // It tries until it is stopped, and then says that it was.
  redis.start().catch(() => {});

  /** The first that fits, once it is settled or the time is over. */
  async function find(id: string, fits: (one: Approval) => boolean, signal: AbortSignal) {
    const endsAt = clock.monotonic() + ANSWER_MS;
    for (;;) {
      const found = (await redis.approvals.find(id)).find(fits);
      const isOver = signal.aborted || clock.monotonic() >= endsAt;
      if (found?.outcome !== undefined || isOver) return found && answerOf(found);
      await clock.sleep(LOOK_MS, signal);
    }
  }

  return {
    name: target.kind === 'redis' ? 'Redis' : `the jobwire in ${target.dataDir}`,
    publish: (event) => redis.televibe.publish(event),
    beat: (event) => redis.televibe.publishLive(event),
    log: (jobId, { lines, isEnd }) => redis.logSink.append({ jobId }, lines, { isEnd }),
    async ask(question) {
      const found = await redis.approvals.find(question.approvalId);
      const event = questionEvent(question, new Date(clock.now()).toISOString(), found);
      await redis.televibe.publish({ ...event, source: { component: 'cli' } } as ScriptEvent);
    },
    answer: (question, signal) =>
      find(question.approvalId, (one) => answersQuestion(one, question), signal),
    async withdraw(wish, signal) {
      const fits = (one: Approval) => isMeant(one, wish);
      if (!(await redis.approvals.find(wish.approvalId)).some(fits)) return undefined;
      await redis.televibe.publish(wish.event);
      return find(wish.approvalId, fits, signal);
    },
    close: redis.stop,
  };
}

function isMeant({ request }: Approval, { approvalId, projectId }: Withdrawal): boolean {
  return request.id === approvalId && request.projectId === projectId;
}

function answerOf(approval: Approval): ScriptAnswer {
  const { request, outcome } = approval;
  return {
    id: request.id,
    status: outcome?.status ?? 'pending',
    ...defined({ by: outcome?.by, reason: outcome?.reason }),
    json: approvalJson(approval),
  };
}
