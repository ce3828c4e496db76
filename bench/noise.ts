// Events of others beside what a bench measures, from a process of their own: publishing them costs
// the process that holds the clock nothing.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Noise {
  /** Ends it; answers how many were published, and how many a second. */
  stop(): Promise<{ readonly count: number; readonly perSecond: number }>;
}

interface Options {
  readonly redisUrl: string;
  readonly project: string;
  readonly perSecond: number;
  /** In turn, each with its number behind the name; default: `project` alone. */
  readonly projects?: number;
}

export function startNoise({ redisUrl, project, perSecond, projects = 1 }: Options): Noise {
  const file = fileURLToPath(new URL('./noise-process.ts', import.meta.url));
  const child = fork(file, [redisUrl, project, String(perSecond), String(projects)]);
  return {
    async stop() {
      const told = once(child, 'message');
      child.send('stop');
      const [{ count, tookMs }] = await told;
      return { count, perSecond: Math.round(count / (tookMs / 1_000)) };
    },
  };
}
