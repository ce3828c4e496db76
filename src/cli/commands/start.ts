// `jobwire start`: the real bot.
import { createApp } from '../../app.ts';
import { loadConfig, readEnvironment, secretsOf } from '../../config.ts';
import { createLogger } from '../../logger.ts';
import { createWatchdog } from '../../runtime/watchdog.ts';
import { defineCommand, takeNothing } from '../command.ts';
import { runUntilStopped } from '../until-stopped.ts';
import { version } from '../version.ts';

export const start = defineCommand({
  usage: 'start',
  example: 'start',
  about:
    'Runs the bot until SIGTERM or SIGINT (Ctrl-C). Settings come from the environment and from .env\n' +
    '(see .env.example); BOT_TOKEN is the one that is needed.',
  options: {},
  async run({ positionals }, { clock }) {
    takeNothing(positionals);
    const config = loadConfig(readEnvironment(), { require: 'BOT_TOKEN' });
    const log = createLogger({ level: config.logLevel, secrets: secretsOf(config) });
    const stall = createStall();
    const app = await createApp(config, { clock, log, onStall: stall.happened });
    const watchdog = createWatchdog({ clock, log });
    await watchdog.start();
    const onReady = () => log.info({ port: app.port, version: version() }, 'ready');
    return runUntilStopped(app, { clock, log, onReady, broken: stall.promise });
  },
});

/** Resolves when a part of the program stands still for good. */
function createStall(): { readonly promise: Promise<void>; readonly happened: () => void } {
  let happened = () => {};
  const promise = new Promise<void>((resolve) => {
    happened = resolve;
  });
  return { promise, happened };
}
