// `jobwire start`: runs the bot. Its help and wrong usage are answered before all of that is loaded.
import type { App } from '../../app.ts';
import { readEnvironment, secretsOf } from '../../config/load-config.ts';
import { createWatchdog } from '../../monitoring/watchdog.ts';
import { createRedaction } from '../../redact/redaction.ts';
import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createLogger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';
import { createMask } from '../../runtime/secret.ts';
import { defineCommand, refuseArguments } from '../command/command.ts';
import { printToStderr } from '../command/output.ts';
import { print } from '../command/print.ts';
import { version } from '../command/version.ts';
import { firstAdminLine, introduce } from './introduce.ts';
import { createLogEvents } from './log-events.ts';
import { runUntilStopped } from './until-stopped.ts';

const pauseMs = backoff({ firstMs: 500, maxMs: 10_000 });

export const start = defineCommand({
  usage: 'start',
  example: 'start',
  about:
    'Runs the bot until SIGTERM, SIGINT (Ctrl-C) or SIGHUP. Settings come from the environment and from .env\n' +
    '(see .env.example); only BOT_TOKEN is required.',
  options: {},
  async run({ positionals }, { clock }) {
    refuseArguments(positionals);
    const [{ createApp }, { loadBotConfig }] = await Promise.all([
      import('../../app.ts'),
      import('../../app-settings.ts'),
    ]);
    const config = await loadBotConfig(readEnvironment());
    const log = createLogger({ level: config.logLevel, secrets: secretsOf(config) });
    const stall = createStall();
    const mask = createMask(secretsOf(config));
    const onEvent = createLogEvents({
      ...config,
      redaction: createRedaction(config),
      print: (line) => print(mask(line)),
    });
    const app = await createApp(config, { clock, log, onStall: stall.happened, onEvent });
    const watchdog = createWatchdog({ clock, log });
    await watchdog.start();
    const onReady = () => {
      log.info({ port: app.port, version: version() }, 'ready');
      void showIntroduction(app, clock);
    };
    return runUntilStopped(app, { clock, log, onReady, broken: stall.promise });
  },
});

/** The link of the first admin is printed here, on the console, and nowhere else. */
async function showIntroduction({ introduction }: App, clock: Clock): Promise<void> {
  // Redis may become unavailable at this very moment, which is logged.
  const who = await withRetry(introduction, { pauseMs, clock });
  const line = firstAdminLine(who);
  if (process.stdout.isTTY) print(introduce(who));
  else if (line !== undefined) printToStderr(line);
}

/** Resolves if a part of the program hangs for good. */
function createStall(): { readonly promise: Promise<void>; readonly happened: () => void } {
  let happened = () => {};
  const promise = new Promise<void>((resolve) => {
    happened = resolve;
  });
  return { promise, happened };
}
