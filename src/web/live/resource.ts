// Something that the API answers, kept current while it is shown: it is asked for again when an event concerns it,
// when the stream lost events, and at each poll. At most once a second, however many events there are.
import { useEffect, useState } from 'preact/hooks';
import { type ApiProblem, mayPass, request } from '../api/request.ts';
import type { ShownEvent } from '../api/shapes.ts';
import { jitter, later, monotonicNow } from '../browser/browser-clock.ts';
import { listen } from './connection.ts';

export interface Resource<T> {
  /** The newest answer; stays while it is asked for again, and while the server can't be reached. */
  readonly data: T | undefined;
  /** Why there is no newer one. */
  readonly problem: ApiProblem | undefined;
  /** Asks for it now. */
  readonly reload: () => void;
}

interface Kept<T> {
  readonly path: string | undefined;
  readonly data: T | undefined;
  readonly problem: ApiProblem | undefined;
}

const PAUSE_MS = 1_000;
/** Before the next try where the server could not answer, growing: no event comes to say that it can again. */
const RETRY_MS = { first: 1_000, most: 15_000 };
/**
 * An event is in the stream once it is in the journal, and what follows from it (a request, a job's state) a moment
 * later, or a few seconds when much is going on: so it is asked for again after these.
 */
const FOLLOW_UPS_MS = [1_000, 4_000];

/** `path` undefined: nothing to ask for. `concerns`: whether an event changes the answer. */
export function useResource<T>(
  path: string | undefined,
  concerns: (event: ShownEvent) => boolean,
): Resource<T> {
  const [kept, setKept] = useState<Kept<T>>({ path, data: undefined, problem: undefined });
  const [reload, setReload] = useState(() => () => {});

  useEffect(() => {
    if (path === undefined) return;
    const loading = startLoading<T>(path, (change) =>
      setKept((before) => {
        const data = before.path === path ? before.data : undefined;
        return { path, data, problem: undefined, ...change };
      }),
    );
    setReload(() => loading.soon);
    loading.soon();
    const stop = listen({
      event: (event) => {
        if (concerns(event)) loading.afterEvent();
      },
      resync: loading.soon,
    });
    return () => {
      stop();
      loading.stop();
    };
  }, [path]);

  // What was shown of another path is not this one's.
  const { data, problem } = kept.path === path ? kept : { data: undefined, problem: undefined };
  return { data, problem, reload };
}

type Change<T> = { readonly data: T } | { readonly problem: ApiProblem };

/** Asks one at a time; who asks meanwhile, or too soon, gets one more request for all. */
function startLoading<T>(path: string, onChange: (change: Change<T>) => void) {
  const abort = new AbortController();
  let isBusy = false;
  let isWanted = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  /** Since the newest event. */
  let followUps: readonly number[] = [];
  let retryMs = RETRY_MS.first;

  async function load(): Promise<void> {
    isWanted = false;
    lastAt = monotonicNow();
    const answer = await request<T>(path, { signal: abort.signal });
    isBusy = false;
    if (abort.signal.aborted) return;
    onChange(answer.kind === 'ok' ? { data: answer.body } : { problem: answer.problem });
    if (isWanted) soon();
    followUp();
    retryAfter(answer.kind === 'ok' ? undefined : answer.problem);
  }

  function retryAfter(problem: ApiProblem | undefined): void {
    if (problem === undefined || !mayPass(problem)) {
      retryMs = RETRY_MS.first;
      return;
    }
    later(retryMs * (0.5 + jitter()), soon);
    retryMs = Math.min(RETRY_MS.most, 2 * retryMs);
  }

  function followUp(): void {
    const [ms, ...rest] = followUps;
    followUps = rest;
    if (ms !== undefined) later(ms, soon);
  }

  function afterEvent(): void {
    followUps = FOLLOW_UPS_MS;
    soon();
  }

  function soon(): void {
    isWanted = true;
    if (isBusy || abort.signal.aborted) return;
    isBusy = true;
    later(Math.max(0, lastAt + PAUSE_MS - monotonicNow()), () => void load());
  }

  return { soon, afterEvent, stop: () => abort.abort() };
}
