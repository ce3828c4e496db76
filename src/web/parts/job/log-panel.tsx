// The newest lines of a job's log, followed as they are written until somebody pauses. What is kept is bounded.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ApiProblem } from '../../api/request.ts';
import { type FollowedLog, followLog } from '../../live/log-stream.ts';
import { t } from '../../locale/texts.ts';
import { Empty, ProblemNotice } from '../notice.tsx';

const MAX_LINES = 2_000;

interface Log {
  readonly lines: readonly string[];
  /** How many were dropped, so that each line keeps its number. */
  readonly dropped: number;
  readonly isOver: boolean;
  readonly problem?: ApiProblem;
}

const NOTHING: Log = { lines: [], dropped: 0, isOver: false };

function useLog({ jobId, projectId }: FollowedLog): Log {
  const [log, setLog] = useState(NOTHING);
  useEffect(() => {
    const abort = new AbortController();
    setLog(NOTHING);
    const listener = {
      lines: (more: readonly string[], isStart: boolean) =>
        setLog(({ lines, dropped }) => {
          const all = isStart ? more : [...lines, ...more];
          const excess = Math.max(0, all.length - MAX_LINES);
          const before = isStart ? 0 : dropped;
          return { lines: all.slice(excess), dropped: before + excess, isOver: false };
        }),
      end: () => setLog((before) => ({ ...before, isOver: true })),
      problem: (problem: ApiProblem) => setLog((before) => ({ ...before, problem })),
    };
    void followLog({ jobId, projectId }, listener, abort.signal);
    return () => abort.abort();
  }, [jobId, projectId]);
  return log;
}

export function LogPanel(followed: FollowedLog) {
  const log = useLog(followed);
  const [paused, setPaused] = useState<Log>();
  const { lines, dropped, isOver, problem } = paused ?? log;
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const { current } = box;
    if (current !== null && paused === undefined) current.scrollTop = current.scrollHeight;
  }, [lines, paused]);

  return (
    <section class="log" aria-labelledby="log">
      <div class="section-top">
        <h2 id="log">{t('log')}</h2>
        <span class="hint">{t(logState(isOver, paused !== undefined))}</span>
        {!isOver && lines.length > 0 && (
          <button
            type="button"
            class="small"
            onClick={() => setPaused(paused === undefined ? log : undefined)}
          >
            {t(paused === undefined ? 'log-pause' : 'log-follow')}
          </button>
        )}
      </div>
      {lines.length === 0 ? (
        <NoLines problem={problem} />
      ) : (
        <div
          class="log-lines"
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: without a mouse it is scrolled by the arrow keys
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-label={t('log')}
          dir="ltr"
        >
          {lines.map((line, at) => (
            <div key={dropped + at}>{line}</div>
          ))}
        </div>
      )}
    </section>
  );
}

function NoLines({ problem }: { readonly problem: ApiProblem | undefined }) {
  const isMissing = problem === undefined || problem.status === 404;
  return isMissing ? <Empty>{t('log-none')}</Empty> : <ProblemNotice problem={problem} />;
}

function logState(isOver: boolean, isPaused: boolean): string {
  if (isOver) return 'log-ended';
  return isPaused ? 'log-paused' : 'log-following';
}
