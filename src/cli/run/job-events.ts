// What is told of a command that runs as a job.
import { stripVTControlCharacters } from 'node:util';
import { redact as redactText } from '../../redact/redact.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { ScriptEvent } from '../link/link.ts';
import type { CommandEnd } from './child.ts';
import type { ProgressLine } from './progress-line.ts';

export interface JobWords {
  readonly projectId: string | undefined;
  readonly sessionId: string | undefined;
  readonly jobId: string;
  readonly title: string | undefined;
  readonly budgetUsd: number | undefined;
  readonly command: readonly string[];
  /** When the command was started, by the monotonic clock. */
  readonly begunAt: number;
  /** Who runs it, and where. */
  readonly by: string;
  /** After which the job counts as silent. */
  readonly silentSeconds: number;
}

export interface JobEvents {
  started(): ScriptEvent;
  heartbeat(): ScriptEvent;
  progress(line: ProgressLine): ScriptEvent;
  /** `tail`: the end of its output. */
  ended(
    end: CommandEnd,
    how: { readonly isInterrupted: boolean; readonly tail: string },
  ): ScriptEvent;
}

const EVENT_BYTES = 12;
const MAX_TITLE = 500;
const MAX_LINES = 20;
const MAX_LINE = 500;
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;
export function createJobEvents(
  words: JobWords,
  deps: { clock: Clock; redact: boolean },
): JobEvents {
  const { clock } = deps;
  const shown = (text: string) => (deps.redact ? redactText(text) : text);
  const { projectId, sessionId, jobId, title, budgetUsd, command, by } = words;
  const sinceBegun = () => clock.monotonic() - words.begunAt;
  const line = shown(command.map(shellWord).join(' ')).slice(0, MAX_TITLE);

  const event = (
    type: string,
    data: Readonly<Record<string, unknown>>,
    atMs = clock.now(),
  ): ScriptEvent => ({
    event_id: clock.token(EVENT_BYTES),
    event_type: type,
    timestamp: new Date(atMs).toISOString(),
    source: { component: 'run', instance_id: by },
    ...defined({ project_id: projectId, session_id: sessionId }),
    job_id: jobId,
    data,
  });

  return {
    started() {
      const data = {
        instruction: title === undefined ? line : shown(title).slice(0, MAX_TITLE),
        ...(title === undefined ? {} : { command: line }),
        ...defined({ budget_usd: budgetUsd }),
        started_by: by,
        heartbeat_seconds: words.silentSeconds,
      };
      return event('job.started', data, clock.now() - sinceBegun());
    },
    heartbeat: () => event('job.heartbeat', {}),
    progress: ({ progress, step }) =>
      event('job.progress', {
        progress,
        ...(step === undefined ? {} : { last_action: shown(step) }),
      }),
    ended(end, { isInterrupted, tail }) {
      const seconds = Math.round(sinceBegun() / 100) / 10;
      const lines = lastLines(tail).map(shown);
      const data = { exit_code: end.code, duration_seconds: seconds };
      if (end.code === 0) return event('job.completed', { success: true, ...data });
      if (isInterrupted) return event('job.canceled', { reason: 'interrupted', ...data });
      const why = end.failure ?? (end.signal && `ended by ${end.signal}`);
      const error = [...lines, ...(why === undefined ? [] : [why])].join('\n');
      return event('job.failed', { error: error || `exit code ${end.code}`, ...data });
    },
  };
}

function shellWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The newest lines that say something, as a terminal would have left them. */
function lastLines(tail: string): string[] {
  const lines = stripVTControlCharacters(tail).split('\n');
  return lines
    .map((line) => line.replace(/\r+$/, '').replace(/^.*\r/s, '').trimEnd().slice(0, MAX_LINE))
    .filter((line) => line.trim() !== '' && !line.startsWith('::progress '))
    .slice(-MAX_LINES);
}
