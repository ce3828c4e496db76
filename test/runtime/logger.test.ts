import { afterEach, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/runtime/logger.ts';

const SECRET = 'hunter2-hunter2';
const lines: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  lines.splice(0);
});

/** Everything that reaches standard error while this is done. */
function written(log: (logger: ReturnType<typeof createLogger>) => void): string {
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  log(createLogger({ level: 'info', secrets: [SECRET] }));
  vi.restoreAllMocks();
  return lines.join('');
}

it.each<[string, (logger: ReturnType<typeof createLogger>) => void]>([
  ['a field', (log) => log.error({ url: `redis://:${SECRET}@127.0.0.1` }, 'failed')],
  ['a name of a field', (log) => log.info({ [SECRET]: 1 }, 'failed')],
  ['a text within an object', (log) => log.warn({ deep: { list: [SECRET] } }, 'failed')],
  ['an error', (log) => log.error({ err: new Error(`no ${SECRET}`) }, 'failed')],
  ['a field of a child', (log) => log.child({ of: SECRET }).info({}, 'failed')],
  ['what is encoded', (log) => log.info({ path: encodeURIComponent(SECRET) }, 'failed')],
])('a secret that got as far as the log is masked: %s', (_, say) => {
  const text = written(say);
  expect(text).toContain('failed');
  expect(text).toContain('[secret]');
  expect(text).not.toContain('hunter2');
});

it('a line below the level is not written', () => {
  expect(written((log) => log.debug({}, 'quiet'))).toBe('');
});
