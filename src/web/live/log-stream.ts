// The log of one job as it is written. After a broken connection the server begins with the newest lines again.
import { createParser } from 'eventsource-parser';
import { type ApiProblem, answerOf, mayPass, send } from '../api/request.ts';
import { jitter, pause } from '../browser/browser-clock.ts';
import { whenVisible } from '../browser/visibility.ts';
import { watchStream } from './read-stream.ts';

export interface FollowedLog {
  readonly jobId: string;
  /** Of the job, if it has one. */
  readonly projectId: string | undefined;
}

export interface LogListener {
  /** `isStart`: these are the newest lines, whatever was shown before. */
  lines(lines: readonly string[], isStart: boolean): void;
  /** The job has ended, and all lines were given. */
  end(): void;
  problem(problem: ApiProblem): void;
}

const PAUSE_MS = 2_000;
const NEWEST = 200;

/** Runs until `abort`, or until the log has ended. */
export async function followLog(log: FollowedLog, listener: LogListener, abort: AbortSignal) {
  while (!abort.aborted) {
    await whenVisible(abort);
    const { isOver, retryMs } = await readLogOnce(log, listener, abort);
    if (isOver) return;
    if (document.hidden) continue;
    await pause(Math.max(retryMs, PAUSE_MS) * (0.5 + jitter()), abort);
  }
}

async function readLogOnce(
  { jobId, projectId }: FollowedLog,
  listener: LogListener,
  abort: AbortSignal,
) {
  const stream = watchStream(abort);
  const state = { isOver: false, isStart: true, retryMs: 0 };
  const parser = createParser({
    onRetry: (ms) => {
      state.retryMs = ms;
    },
    onEvent({ event, data }) {
      if (event === 'end') {
        state.isOver = true;
        listener.end();
      }
      if (event !== 'lines') return;
      listener.lines(linesIn(data), state.isStart);
      state.isStart = false;
    },
  });
  try {
    const query = new URLSearchParams({ lines: String(NEWEST) });
    if (projectId !== undefined) query.set('project_id', projectId);
    const path = `/api/v1/jobs/${encodeURIComponent(jobId)}/logs/stream`;
    const response = await send(`${path}?${query}`, { signal: stream.signal });
    if (!response.ok) {
      const answer = await answerOf(response);
      if (answer.kind === 'ok') return state;
      // A job without a log, or not theirs, gets none by asking again.
      state.isOver = !mayPass(answer.problem);
      listener.problem(answer.problem);
      return state;
    }
    await stream.read(response, (text) => parser.feed(text));
  } catch {
    // The connection broke: it is opened again.
  } finally {
    stream.close();
  }
  return state;
}

function linesIn(data: string): readonly string[] {
  try {
    const { lines } = JSON.parse(data);
    return Array.isArray(lines) ? lines.map(String) : [];
  } catch {
    return [];
  }
}
