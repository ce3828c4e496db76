// `jobwire start`: the real bot.
import { createApp } from '../app.ts';
import type { Clock } from '../clock.ts';
import { loadConfig, readEnvironment, secretsOf } from '../config.ts';
import { createLogger } from '../logger.ts';
import { runUntilStopped } from './until-stopped.ts';
import { version } from './version.ts';

export async function runStart({ clock }: { clock: Clock }): Promise<number> {
  const config = loadConfig(readEnvironment(), { require: 'BOT_TOKEN' });
  const log = createLogger({ level: config.logLevel, secrets: secretsOf(config) });
  const app = await createApp(config, { clock, log });
  const onReady = () => log.info({ port: app.port, version: version() }, 'ready');
  return runUntilStopped(app, { clock, log, onReady });
}
