// The Bot API over HTTP: /bot<token>/<method>.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BotApi, refusalReply } from './api/bot-api.ts';
import { readParams } from './api/read-params.ts';
import { respondJson } from './respond.ts';

interface Deps {
  readonly api: BotApi;
  readonly token: string;
}

export type HttpRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<void>;

export function createBotRoute({ api, token }: Deps): HttpRoute {
  const prefix = `/bot${token}/`;
  return async (request, response, url) => {
    const path = decodeURIComponent(url.pathname);
    if (!path.startsWith(prefix)) {
      const { status, body } = refusalReply({ code: 401, description: 'Unauthorized' });
      request.resume();
      respondJson(response, status, body);
      return;
    }
    const params = await readParams(request, url.searchParams);
    const hungUp = new AbortController();
    response.once('close', () => hungUp.abort());
    const name = path.slice(prefix.length);
    const reply = await api.call(name, { params, signal: hungUp.signal });
    if (reply.kind === 'cut') request.socket.destroy();
    else respondJson(response, reply.status, reply.body);
  };
}
