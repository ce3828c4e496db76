// Takes the lines of a job's log.
import { describe, expect, it } from 'vitest';
import type { LogSink } from '../../src/tails/log-sink.ts';

/** `make`: replicas on logs that are empty at first, and how to read one: its lines, and whether it is complete. */
export function describeLogSink(
  name: string,
  make: () => Promise<{
    readonly replicas: readonly [LogSink, LogSink];
    readonly read: (jobId: string) => Promise<{ lines: readonly string[]; ended: boolean }>;
  }>,
): void {
  describe(name, () => {
    it('keeps the lines of each job in order, whichever replica takes them, and says when it is complete', async () => {
      const {
        replicas: [one, other],
        read,
      } = await make();
      const line = (text: string) => ({ text, level: 'info' });
      await one.append('job 1', [line('npm test'), line('')], { isEnd: false });
      await one.append('job-2', [line('elsewhere')], { isEnd: false });
      await other.append('job 1', [line('1 failed 👍')], { isEnd: false });
      expect(await read('job 1')).toEqual({
        lines: ['npm test', '', '1 failed 👍'],
        ended: false,
      });
      await other.append('job 1', [], { isEnd: true });
      expect((await read('job 1')).ended).toBe(true);
      expect(await read('job-2')).toEqual({ lines: ['elsewhere'], ended: false });
    });
  });
}
