// In which ways one can sign in, for whoever has not yet.
import { afterEach, expect, it } from 'vitest';
import { type HttpApi, startHttpApi } from '../http-api.ts';

const PATH = '/api/v1/session/ways';

let port: HttpApi;
afterEach(() => port.stop());

it('are a token alone until Telegram answered who the bot is', async () => {
  let login: { bot: { id: number; username: string }; url: string } | undefined;
  port = await startHttpApi({
    signInWays: () => ({ isMiniApp: true, ...(login === undefined ? {} : { login }) }),
  });
  const ways = async () => (await port.get(PATH)).json();
  expect(await ways()).toEqual({ token: true, mini_app: true });
  login = { bot: { id: 42, username: 'Jobs_bot' }, url: 'https://oauth.telegram.org/auth' };
  expect(await ways()).toEqual({
    token: true,
    mini_app: true,
    telegram_login: {
      bot_id: 42,
      username: 'Jobs_bot',
      url: 'https://oauth.telegram.org/auth',
    },
  });
});

it('are the same for everybody, also with a wrong token, which is no guess', async () => {
  port = await startHttpApi();
  for (let count = 0; count < 15; count += 1) {
    const answer = await port.get(PATH, 'wrong');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
  expect((await port.get('/api/v1/jobs', 'wrong')).status).toBe(401);
});
