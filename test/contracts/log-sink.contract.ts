// Takes the lines of a job's log.
import { describe, expect, it } from 'vitest';
import type { LogName } from '../../src/jobs/log-access.ts';
import type { LogLimits, LogSink } from '../../src/tails/log-sink.ts';

interface Logs {
  readonly replicas: readonly [LogSink, LogSink];
  /** The newest 100,000 lines of a log, and whether it is complete. */
  readonly read: (log: LogName) => Promise<{ lines: readonly string[]; ended: boolean }>;
}

/** `make`: replicas on logs that are empty at first. */
export function describeLogSink(name: string, make: (limits: LogLimits) => Promise<Logs>): void {
  const limits = { jobLines: 10_000, jobBytes: 200_000, allBytes: 500_000 };
  const line = (text: string) => ({ text, level: 'info' });
  const many = (count: number, text: string) =>
    Array.from({ length: count }, (_, at) => line(`${at} ${text}`));

  describe(name, () => {
    it('keeps the lines of each job in order, whichever replica takes them, and says when it is complete', async () => {
      const {
        replicas: [one, other],
        read,
      } = await make(limits);
      await one.append({ jobId: 'job 1' }, [line('npm test'), line('')], { isEnd: false });
      await one.append({ jobId: 'job-2' }, [line('elsewhere')], { isEnd: false });
      await other.append({ jobId: 'job 1' }, [line('1 failed 👍')], { isEnd: false });
      expect(await read({ jobId: 'job 1' })).toEqual({
        lines: ['npm test', '', '1 failed 👍'],
        ended: false,
      });
      await other.append({ jobId: 'job 1' }, [], { isEnd: true });
      expect((await read({ jobId: 'job 1' })).ended).toBe(true);
      expect(await read({ jobId: 'job-2' })).toEqual({ lines: ['elsewhere'], ended: false });
    });

    it('keeps the logs of jobs of the same id apart, where their projects are named', async () => {
      const { replicas, read } = await make(limits);
      const names = [
        { jobId: 'job' },
        { jobId: 'job', projectId: 'a' },
        { jobId: 'job', projectId: 'b:a' },
        { jobId: 'a:job', projectId: 'b' },
      ];
      for (const [at, log] of names.entries()) {
        await replicas[0].append(log, [line(String(at))], { isEnd: at === 1 });
      }
      expect(await Promise.all(names.map(read))).toEqual(
        names.map((_, at) => ({ lines: [String(at)], ended: at === 1 })),
      );
    });

    it.each([
      ['large lines', [many(100, 'x'.repeat(8_192))]],
      ['large lines after many small ones', [many(2_000, 'y'), many(60, 'é'.repeat(4_000))]],
      ['one small line after large ones', [many(60, 'x'.repeat(8_000)), [line('last')]]],
    ])('keeps the newest of what weighs too much: %s', async (_, parts) => {
      const { replicas, read } = await make(limits);
      for (const part of parts) await replicas[0].append({ jobId: 'job' }, part, { isEnd: false });
      const { lines } = await read({ jobId: 'job' });
      const added = parts.flat().map(({ text }) => text);
      expect(lines).toEqual(added.slice(-lines.length));
      const bytes = Buffer.byteLength(lines.join(''));
      expect(bytes).toBeLessThanOrEqual(limits.jobBytes);
      expect(bytes).toBeGreaterThan(limits.jobBytes / 2);
    });

    it('of all logs drops the oldest of who has most, and none of the others', async () => {
      const { replicas, read } = await make(limits);
      const [one, other] = replicas;
      await one.append({ jobId: 'modest' }, many(3, 'x'.repeat(8_000)), {
        isEnd: false,
        owner: 'b',
      });
      for (const job of ['1', '2', '3', '4']) {
        const lines = many(22, 'x'.repeat(8_000));
        await other.append({ jobId: job }, lines, { isEnd: false, owner: 'a' });
      }
      const counts = await Promise.all(
        ['modest', '1', '2', '3', '4'].map(
          async (job) => (await read({ jobId: job })).lines.length,
        ),
      );
      expect(counts).toEqual([3, 0, 0, 22, 22]);
    });
  });
}
