// Tells jobwire of a running command, beside it: one thing at a time, what is newest first where it can't be told all,
// and never so that the command has to wait.
import { backoff, jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { ScriptEvent, ScriptLink } from '../link/link.ts';
import { untilAborted } from '../link/until-aborted.ts';
import type { LogLines } from './log-lines.ts';
import type { OutputCopy } from './output-copy.ts';

export interface JobReport {
  /** Tells the end, after the log, or says that this did not work in the time that there is. */
  end(event: ScriptEvent): Promise<void>;
}

interface Deps {
  readonly jobId: string;
  /** Rejects where there is nothing to reach. `onState`: whether it is there, where its calls wait for it. */
  readonly open: (onState: (isUp: boolean, detail: string) => void) => Promise<ScriptLink>;
  readonly started: ScriptEvent;
  readonly heartbeat: () => ScriptEvent;
  /** It is sent where nothing else was told for so long. */
  readonly heartbeatMs: number;
  /** The newest that was not asked for yet; it replaces one that was not told yet. */
  readonly progress: () => ScriptEvent | undefined;
  /** Absent: the command writes to the terminal itself. */
  readonly output?: OutputCopy;
  readonly logLines: LogLines;
  readonly clock: Clock;
  /** For people, at most once for each kind of trouble. */
  readonly say: (text: string) => void;
}

/** Between two turns, so that a flood of lines or of progress costs little. */
const TURN_MS = 200;
const BATCH_BYTES = 131_072;
/** As many as the HTTP API takes at once. */
const BATCH_LINES = 1_000;
/** How long the end of the command may be delayed by telling it. */
const END_MS = 3_000;
/** How much of that the log may take. */
const LOG_END_MS = 1_500;
/** The same where nothing could be told until now. */
const END_AWAY_MS = 1_000;
/** A job is known a moment after its start was told. */
const UNKNOWN_TRIES = 20;
const pauseMs = backoff({ firstMs: 500, maxMs: 10_000 });

export function createJobReport(deps: Deps): JobReport {
  const { clock, say, open } = deps;
  const over = new AbortController();
  const state = createState(deps);
  const working = open(state.onLink).then((link) => {
    return tell(link, state, { ...deps, over: over.signal });
  });
  const told = working.catch((error: unknown) => {
    say(`${sentence(messageOf(error))} The command runs all the same; nobody can follow it.`);
    return 'said' as const;
  });

  return {
    async end(event) {
      state.end(event);
      const late = Promise.race([
        clock.sleep(END_MS, over.signal),
        state.untilAway().then(() => clock.sleep(END_AWAY_MS, over.signal)),
      ]).then(() => 'late' as const);
      const result = await Promise.race([told, late]);
      over.abort();
      if (result !== 'told' && result !== 'said') say('the end of this job could not be told.');
    },
  };
}

type State = ReturnType<typeof createState>;

function createState(deps: Pick<Deps, 'started' | 'progress' | 'clock' | 'say'>) {
  const { started, progress, clock, say } = deps;
  const begunAt = clock.monotonic();
  let first: ScriptEvent | undefined = started;
  let newest: ScriptEvent | undefined;
  let last: ScriptEvent | undefined;
  let endedAt = Number.POSITIVE_INFINITY;
  let isAway = false;
  let hasSaid = false;
  let hasWorked = false;
  const ending = new AbortController();
  const awayAfterEnd = new AbortController();

  function away(reason: string): void {
    isAway = true;
    if (last !== undefined) awayAfterEnd.abort();
    if (!hasSaid) say(`${sentence(reason)} The command runs all the same.`);
    hasSaid = true;
  }

  return {
    /** What has to be told next, but for the log; the end comes after that. */
    next(): ScriptEvent | undefined {
      newest = progress() ?? newest;
      return first ?? newest;
    },
    done(event: ScriptEvent): void {
      if (event === first) first = undefined;
      if (event === newest) newest = undefined;
    },
    last: () => last,
    end(event: ScriptEvent): void {
      last = event;
      endedAt = clock.monotonic();
      ending.abort();
    },
    /** The rest of the log would keep the end back. */
    isLate: () => clock.monotonic() - endedAt > LOG_END_MS,
    /** For the end: it was away before, or silent since the beginning, or is found to be away now. */
    untilAway(): Promise<unknown> {
      const isSilent = !hasWorked && clock.monotonic() - begunAt > END_MS;
      return isAway || isSilent ? Promise.resolve() : untilAborted(awayAfterEnd.signal);
    },
    away,
    back(): void {
      isAway = false;
      hasWorked = true;
    },
    /** Of Redis, whose calls wait by themselves. */
    onLink(isUp: boolean, detail: string): void {
      if (isUp) isAway = false;
      else away(`Redis does not answer${detail === '' ? '' : ` (${detail})`}`);
    },
    /** Is over sooner where the command ends meanwhile. */
    async pause(ms: number, over: AbortSignal) {
      const signals = last === undefined ? [over, ending.signal] : [over];
      await clock.sleep(ms, AbortSignal.any(signals));
    },
  };
}

type Telling = Deps & { readonly over: AbortSignal };
/** All was told; there may be more; there is nothing until the next turn. */
type Turn = 'told' | 'more' | 'idle';

async function tell(link: ScriptLink, state: State, telling: Telling): Promise<Turn> {
  const { over } = telling;
  const turn = createTurns(link, state, telling);
  let result: Turn = 'more';
  // Its calls may wait for ever.
  untilAborted(over)
    .then(link.close)
    .catch(() => {});
  while (!over.aborted && result !== 'told') {
    result = await turn();
    if (state.last() === undefined) await state.pause(TURN_MS, over);
  }
  return result;
}

function createTurns(link: ScriptLink, state: State, telling: Telling): () => Promise<Turn> {
  const { over, clock, heartbeat, heartbeatMs } = telling;
  const tried = createTries(link, state, telling);
  const log = createLogTeller(link, telling);
  let heardAt = clock.monotonic();

  /** Answers whether it was told. */
  async function publish(event: ScriptEvent): Promise<boolean> {
    const isTold = await tried(() => link.publish(event, over));
    if (isTold) state.done(event);
    if (isTold) heardAt = clock.monotonic();
    return isTold;
  }

  return async () => {
    const event = state.next();
    const last = state.last();
    if (event !== undefined) await publish(event);
    else if (log.hasMore() && !state.isLate()) await tried(log.next);
    else if (last !== undefined)
      return (await publish(last)) && (await tried(log.end)) ? 'told' : 'more';
    else if (clock.monotonic() - heardAt < heartbeatMs) return 'idle';
    else if (await tried(() => link.beat(heartbeat(), over))) heardAt = clock.monotonic();
    return 'more';
  };
}

/**
 * Makes one call, and answers whether it worked; pauses after one that failed and may work later. Rejects with what no
 * retry would mend.
 */
function createTries(link: ScriptLink, state: State, { say, clock, over }: Telling) {
  let failures = 0;
  return async (run: () => Promise<void>): Promise<boolean> => {
    try {
      await run();
      if (failures > 0) say(`${link.name} answers again.`);
      failures = 0;
      state.back();
      return true;
    } catch (error) {
      if (over.aborted) return false;
      if (!(error instanceof JobwireError && error.retry)) throw error;
      failures += 1;
      state.away(messageOf(error));
      await state.pause(jittered(pauseMs(Math.min(failures, 10)), [0.5, 1], clock), over);
      return false;
    }
  };
}

/** A batch that could not be told is kept; meanwhile the copy of the output drops its oldest part. */
function createLogTeller(link: ScriptLink, { jobId, output, logLines, say, over }: Telling) {
  let batch: ReturnType<LogLines['of']> = [];
  let unknown = 0;
  let isOff = output === undefined;

  async function send(isEnd: boolean): Promise<void> {
    const lines = batch.slice(0, BATCH_LINES);
    try {
      await link.log(jobId, { lines, isEnd }, over);
      batch = batch.slice(lines.length);
    } catch (error) {
      if (!(error instanceof JobwireError && error.code === 'missing')) throw error;
      unknown += 1;
      if (unknown < UNKNOWN_TRIES) return;
      isOff = true;
      say(`${sentence(messageOf(error))} Its log can't be followed.`);
    }
  }

  return {
    hasMore: () => !isOff && (batch.length > 0 || output?.isEmpty === false),
    async next(): Promise<void> {
      if (batch.length === 0) batch = logLines.of(output?.take(BATCH_BYTES) ?? []);
      if (batch.length > 0) await send(false);
    },
    async end(): Promise<void> {
      if (isOff) return;
      batch = [...batch, ...logLines.rest()];
      while (batch.length > BATCH_LINES) await send(false);
      await send(true);
    },
  };
}

/** What the HTTP API says ends with a full stop, other reasons don't. */
function sentence(reason: string): string {
  return reason.endsWith('.') ? reason : `${reason}.`;
}
