import { expect, it } from 'vitest';
import { createRedaction } from '../../src/redact/redaction.ts';
import type { LogSource } from '../../src/tails/log-source.ts';
import { redactedLog } from '../../src/tails/redacted-log.ts';
import { privateKey } from '../redact/credentials.ts';

const sourceOf = (lines: readonly string[]): LogSource => ({
  tail: async ({ jobId }, count) =>
    jobId === 'j1' ? { lines: lines.slice(-count), ended: true } : undefined,
});
const redaction = createRedaction({ redact: true });
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`);

it('shows as many of the newest lines as were asked for', async () => {
  const log = redactedLog(sourceOf([...numbered(300), 'password: hunter2']), redaction);
  expect(await log.tail({ jobId: 'j1' }, 3)).toEqual({
    lines: ['line 298', 'line 299', 'password: [redacted: password]'],
    ended: true,
  });
  expect(await log.tail({ jobId: 'other' }, 3)).toBeUndefined();
});

it.each([1, 5, 20, 60, 101])(
  'shows no line of a key that began before the newest %d',
  async (count) => {
    const key = privateKey('RSA ', 100);
    const log = redactedLog(sourceOf([...numbered(50), ...key.slice(0, -2)]), redaction);
    const { lines = [] } = (await log.tail({ jobId: 'j1' }, count)) ?? {};
    for (const line of key.slice(1, -1)) expect(lines.join('\n')).not.toContain(line);
  },
);
