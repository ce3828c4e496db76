// Publishes the messages and log lines of the example jobs. Messages are retried until Redis is back, log
// lines are not. Does nothing once `signal` is aborted.

import type { JsonObject } from '../../event/canonical-event.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { DemoBus } from '../bus/demo-bus.ts';
import { createUuid } from '../bus/demo-ids.ts';
import type { DemoMessage } from '../bus/demo-message.ts';
import type { DemoRetry } from '../bus/demo-retry.ts';
import type { ScenarioLine } from './scenario.ts';

/** The project, session and job that a message is about. */
export interface JobContext {
  readonly project: string;
  readonly session?: string;
  readonly jobId?: string;
}

export interface JobNews {
  readonly type: string;
  readonly data: JsonObject;
  readonly internal?: true;
}

export interface JobPublisher {
  /** Retries until it is published; resolves early on the abort. */
  publish(context: JobContext, news: JobNews): Promise<void>;
  /** Not retried: a line that can't be written is lost. */
  print(jobId: string, line: ScenarioLine): Promise<void>;
  endLog(jobId: string): Promise<void>;
}

export type Outlets = Pick<DemoBus, 'publish' | 'appendLog' | 'endLog'>;

interface Deps extends Outlets {
  readonly clock: Clock;
  readonly log: Logger;
  readonly retry: DemoRetry;
  readonly signal: AbortSignal;
}

const COMPONENTS: ReadonlyMap<string, string> = new Map([
  ['orchestrator', 'orchestrator'],
  ['project', 'orchestrator'],
  ['session', 'session_manager'],
]);

export function createJobPublisher(deps: Deps): JobPublisher {
  const { clock, log, signal } = deps;

  async function attempt(jobId: string, act: () => Promise<void>): Promise<void> {
    if (signal.aborted) return;
    try {
      await act();
    } catch (error) {
      log.warn({ jobId, reason: messageOf(error) }, 'demo_log_line_lost');
    }
  }

  return {
    async publish(context, news) {
      const message = messageFor(clock, context, news);
      await deps.retry(news.type, () => deps.publish(message));
    },
    print: (jobId, { text, level }) => attempt(jobId, () => deps.appendLog(jobId, text, level)),
    endLog: (jobId) => attempt(jobId, () => deps.endLog(jobId)),
  };
}

function messageFor(
  clock: Clock,
  context: JobContext,
  { type, data, internal }: JobNews,
): DemoMessage {
  const component = COMPONENTS.get(type.split('.', 1)[0] ?? '') ?? 'runner';
  return {
    event_id: createUuid(clock),
    event_type: type,
    timestamp: new Date(clock.now()).toISOString(),
    source: { component, instance_id: `${component}-1` },
    project_id: context.project,
    session_id: context.session ?? null,
    job_id: context.jobId ?? null,
    data,
    visibility: internal === true ? 'internal' : 'public',
    recipients: 'all',
  };
}
