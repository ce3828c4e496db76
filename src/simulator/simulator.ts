// A simulated Telegram: a strict Bot API server with people, chats and a page to chat on.
import type { Clock } from '../runtime/clock.ts';
import { createBotApi } from './api/bot-api.ts';
import { createFlood, type FloodLimits } from './api/flood.ts';
import { createPolling } from './api/polling.ts';
import { createUpdateQueue } from './api/update-queue.ts';
import { createWebhook } from './api/webhook.ts';
import { createBotRoute } from './bot-routes.ts';
import { createControl } from './control-routes.ts';
import { createLoginPage } from './login-page.ts';
import { createPageFiles } from './page-files.ts';
import { startServer } from './server.ts';
import { createStream } from './stream.ts';
import { createState } from './world/state.ts';
import { createWorld, type World } from './world/world.ts';

export interface Simulator {
  /** `http://127.0.0.1:<port>`, for TELEGRAM_API_ROOT. */
  readonly apiRoot: string;
  /** The chat page, for a browser on this machine. */
  readonly pageUrl: string;
  /** The bot's token, for BOT_TOKEN. */
  readonly token: string;
  readonly world: World;
  /** Cuts every connection. Idempotent. */
  stop(): Promise<void>;
}

export interface SimulatorOptions {
  readonly clock: Clock;
  /** Default 0: any free one. */
  readonly port?: number;
  /** `<bot id>:<secret>`; default: a new one. */
  readonly token?: string;
  /** Changes to Telegram's rate limits, or `off`. */
  readonly limits?: Partial<FloodLimits> | 'off';
  /** Opens Mini Apps of this machine by http, as Telegram's test servers do; default: only by https. */
  readonly appsByHttp?: boolean;
}

const BOT_ID = 4_242_000_001;

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock, port = 0, limits = {}, appsByHttp = false } = options;
  const token = options.token ?? `${BOT_ID}:${clock.token(26)}`;
  const bot = {
    id: Number(token.split(':')[0]) || BOT_ID,
    is_bot: true,
    first_name: 'jobwire',
    username: 'jobwire_bot',
  };
  const queue = createUpdateQueue({ clock });
  const state = createState({ clock, bot, updates: queue, token, appsByHttp });
  const webhook = createWebhook({ clock, queue });
  const flood = createFlood({ clock, limits });
  const polling = createPolling({ clock, queue });
  const api = createBotApi({ state, flood, queue, polling, webhook });
  const world = createWorld(state);
  const stream = createStream(world);
  const server = await startServer({
    botRoute: createBotRoute({ api, token }),
    control: createControl(world),
    stream,
    pageFiles: createPageFiles(),
    loginPage: createLoginPage({ world, token, clock }),
    port,
  });
  const apiRoot = `http://127.0.0.1:${server.port}`;
  return {
    apiRoot,
    pageUrl: `${apiRoot}/`,
    token,
    world,
    async stop() {
      stream.stop();
      await webhook.stop();
      await server.stop();
    },
  };
}
