import { describe, expect, it } from 'vitest';
import type { UpdateHandler } from '../../src/telegram/update-handler.ts';
import { createHandleWebhook } from '../../src/telegram/webhook.ts';

function createReceiver(handle: UpdateHandler['handle'] = async () => {}, secret = 's3cret') {
  const stop = new AbortController();
  const handled: number[] = [];
  const receive = createHandleWebhook({
    secret,
    signal: stop.signal,
    handler: {
      async handle(update, signal) {
        handled.push(update.update_id);
        await handle(update, signal);
      },
    },
  });
  return { stop, handled, receive };
}

describe('the webhook', () => {
  it('takes an update that comes with the secret', async () => {
    const { receive, handled } = createReceiver();
    expect(await receive('s3cret', { update_id: 7, message: {} })).toBe('taken');
    expect(handled).toEqual([7]);
  });

  it.each([undefined, '', 'S3cret', 's3cret2', 's3cre'])('refuses the secret %j', async (given) => {
    const { receive, handled } = createReceiver();
    expect(await receive(given, { update_id: 7 })).toBe('forbidden');
    expect(handled).toEqual([]);
  });

  it('refuses everything when there is no secret', async () => {
    const { receive } = createReceiver(undefined, '');
    expect(await receive('', { update_id: 7 })).toBe('forbidden');
  });

  it.each([null, 'x', [], {}, { update_id: 'seven' }])('refuses the body %j', async (body) => {
    expect(await createReceiver().receive('s3cret', body)).toBe('invalid');
  });

  it('has an update brought again that was cut short', async () => {
    const { receive } = createReceiver(() => Promise.reject(new Error('stopped')));
    expect(await receive('s3cret', { update_id: 7 })).toBe('again');
  });

  it('takes nothing any more once the program stops', async () => {
    const { stop, receive, handled } = createReceiver();
    stop.abort();
    expect(await receive('s3cret', { update_id: 7 })).toBe('again');
    expect(handled).toEqual([]);
  });
});
