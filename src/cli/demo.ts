// `jobwire demo`: everything against a Telegram simulator, with example jobs.
import { createApp } from '../app.ts';
import type { Clock } from '../clock.ts';
import { createDemo } from '../demo/demo.ts';
import { createLogger } from '../logger.ts';
import { runUntilStopped } from './until-stopped.ts';

export async function runDemo({ clock }: { clock: Clock }): Promise<number> {
  const log = createLogger({ level: 'warn', secrets: [] });
  const demo = createDemo({ clock, log, createApp: (config) => createApp(config, { clock, log }) });
  console.log('Starting the demo …');
  const onReady = () => {
    console.log(`\n  Open ${demo.pageUrl}\n`);
    console.log('  Jobs talk in the chats; tap Approve or Deny. Ctrl-C ends it.');
  };
  return runUntilStopped(demo, { clock, log, onReady });
}
