// How the example workload is heard: messages that arrive once the bus is there, log lines as they
// come. Silent from the moment `signal` is aborted.

import type { JsonObject } from '../../event/canonical-event.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { DemoBus } from '../bus/demo-bus.ts';
import { createUuid } from '../bus/demo-ids.ts';
import type { DemoMessage } from '../bus/demo-message.ts';
import type { DemoRetry } from '../bus/demo-retry.ts';
import type { ScenarioLine } from './scenario.ts';

/** What a message is about. */
export interface JobPlace {
  readonly project: string;
  readonly session?: string;
  readonly jobId?: string;
}

export interface JobSaying {
  readonly type: string;
  readonly data: JsonObject;
  readonly internal?: true;
}

export interface JobVoice {
  /** Resolves when it was published, however often that took, or when the voice is silent. */
  say(place: JobPlace, saying: JobSaying): Promise<void>;
  /** A line that can't be kept is lost. */
  print(jobId: string, line: ScenarioLine): Promise<void>;
  endLog(jobId: string): Promise<void>;
}

/** Where it is heard. */
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

export function createJobVoice(deps: Deps): JobVoice {
  const { clock, log, signal } = deps;

  async function once(jobId: string, act: () => Promise<void>): Promise<void> {
    if (signal.aborted) return;
    try {
      await act();
    } catch (error) {
      log.warn({ jobId, reason: messageOf(error) }, 'demo_log_line_lost');
    }
  }

  return {
    async say(place, saying) {
      const message = messageFor(clock, place, saying);
      await deps.retry(saying.type, () => deps.publish(message));
    },
    print: (jobId, { text, level }) => once(jobId, () => deps.appendLog(jobId, text, level)),
    endLog: (jobId) => once(jobId, () => deps.endLog(jobId)),
  };
}

function messageFor(
  clock: Clock,
  place: JobPlace,
  { type, data, internal }: JobSaying,
): DemoMessage {
  const component = COMPONENTS.get(type.split('.', 1)[0] ?? '') ?? 'runner';
  return {
    event_id: createUuid(clock),
    event_type: type,
    timestamp: new Date(clock.now()).toISOString(),
    source: { component, instance_id: `${component}-1` },
    project_id: place.project,
    session_id: place.session ?? null,
    job_id: place.jobId ?? null,
    data,
    visibility: internal === true ? 'internal' : 'public',
    recipients: 'all',
  };
}
