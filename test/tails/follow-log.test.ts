// Following a log ends with the right to read it, whenever that ends.
import { expect, it } from 'vitest';
import { createRedaction } from '../../src/redact/redaction.ts';
import { createFollowLog } from '../../src/tails/follow-log.ts';
import type { LogFeed } from '../../src/tails/log-source.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

it('shows nothing that was written after the right to read ended, however soon after', async () => {
  let mayRead = true;
  const lines = ['shown', 'hidden'];
  const feed: LogFeed = {
    beginning: async () => undefined,
    async read() {
      const [line = ''] = lines.splice(0, 1);
      mayRead = line === 'shown';
      return { lines: [line], ended: lines.length === 0, position: line, hasMore: true };
    },
  };
  const follow = createFollowLog({
    feeds: [feed],
    board: { find: async () => [] },
    redaction: createRedaction({ redact: true }),
    clock: createManualClock(),
  });
  const { signal } = new AbortController();
  const log = { jobId: 'j1' };
  const wish = { ...log, lines: 10 };
  const news = [];
  for await (const one of follow({
    ...wish,
    readable: () => (mayRead ? { logs: [log], jobs: [] } : undefined),
    signal,
  })) {
    news.push(one);
  }
  expect(news).toEqual([{ kind: 'lines', lines: ['shown'] }, { kind: 'hidden' }]);
});
