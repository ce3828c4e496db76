import { expect, it } from 'vitest';
import { createMemoryJournal } from '../../helpers/memory-journal.ts';
import { startHttpApi } from '../http-api.ts';

it('opens a stream only once it is known where its reader begins', async () => {
  const { journal, feed } = createMemoryJournal({ epoch: 'e1' });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = () => {};
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const slow = {
    ...journal,
    async bounds() {
      asked();
      await released;
      return journal.bounds();
    },
  };
  const port = await startHttpApi({ journal: slow, feed });
  let isOpen = false;
  const stop = new AbortController();
  const opening = fetch(`${port.url}/events`, {
    headers: { authorization: 'Bearer admin' },
    signal: stop.signal,
  }).then((response) => {
    isOpen = true;
    return response;
  });
  await wasAsked;
  // A whole other request is answered in the meantime, so headers would have come by now.
  expect((await fetch(`${port.url}/healthz`)).status).toBe(200);
  expect(isOpen).toBe(false);
  release();
  expect((await opening).status).toBe(200);
  stop.abort();
  await port.stop();
});
