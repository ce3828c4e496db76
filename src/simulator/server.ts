// The simulator's HTTP server, on loopback only: the Bot API, the page and the world as JSON.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { messageOf } from '../runtime/errors.ts';
import type { HttpRoute } from './bot-routes.ts';
import type { Control } from './control-routes.ts';
import type { LoginPage } from './login-page.ts';
import type { PageFiles } from './page-files.ts';
import { refusalOf } from './protocol/refusal.ts';
import { respond, respondJson } from './respond.ts';
import { foreignRefusal } from './same-origin.ts';
import type { Stream } from './stream.ts';

export interface SimulatorServer {
  readonly port: number;
  /** Cuts every connection. */
  stop(): Promise<void>;
}

interface Deps {
  readonly botRoute: HttpRoute;
  readonly control: Control;
  readonly stream: Stream;
  readonly pageFiles: PageFiles;
  readonly loginPage: LoginPage;
  /** 0: any free one. */
  readonly port: number;
}

export async function startServer(deps: Deps): Promise<SimulatorServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answered = url.pathname.startsWith('/bot')
      ? deps.botRoute(request, response, url)
      : own(request, response, url);
    answered.catch((error: unknown) => fail(response, error));
  });
  server.keepAliveTimeout = 60_000;

  async function own(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const foreign = foreignRefusal(request, portOf(server));
    if (foreign !== undefined) return respondJson(response, 403, { error: foreign });
    if (url.pathname === '/auth') return deps.loginPage(request, response, url);
    if (url.pathname === '/sim/stream') return deps.stream.open(response);
    if (url.pathname.startsWith('/sim/')) {
      return respondJson(response, 200, await deps.control(request, url));
    }
    const file = await deps.pageFiles.get(url.pathname);
    if (file === undefined) return respondJson(response, 404, { error: 'There is no such page.' });
    respond(response, 200, file);
  }

  server.listen(deps.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function fail(response: ServerResponse, error: unknown): void {
  const refusal = refusalOf(error);
  const status = refusal?.code ?? statusOf(error);
  const description = messageOf(error);
  respondJson(response, status, { ok: false, error_code: status, description, error: description });
}

/** Errors of the world: 400 for a wrong action, 504 for a wait that timed out. */
function statusOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'input_invalid') return 400;
  return code === 'unavailable' ? 504 : 500;
}

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
