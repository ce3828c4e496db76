import { afterEach, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';

let server: TestRedis | undefined;
afterEach(() => server?.stop());

it('keeps what was answered over kill -9 when it has an append-only file', async () => {
  server = await startTestRedis({ appendonly: true });
  const redis = server.client();
  await redis.set('jobwire:a', '1');
  await server.kill9();
  await server.restart();
  expect(await redis.get('jobwire:a')).toBe('1');
});

it('answers on its port with its password', async () => {
  server = await startTestRedis({ password: 'pass-word' });
  expect(server.url).toBe(`redis://:pass-word@127.0.0.1:${server.port}`);
  expect(await server.client().ping()).toBe('PONG');
});

it('refuses to stop quietly when keys outside the prefix are left', async () => {
  server = await startTestRedis();
  await server.client().mset('jobwire:a', '1', 'stray', '2');
  await expect(server.stop({ allowedPrefixes: ['jobwire:'] })).rejects.toThrow('stray');
});
