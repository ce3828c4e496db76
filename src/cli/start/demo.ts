// `jobwire demo`: runs everything against a Telegram simulator, with example jobs.
import { createLogger } from '../../runtime/logger.ts';
import { defineCommand, refuseArguments } from '../command/command.ts';
import { print } from '../command/print.ts';
import { runUntilStopped } from './until-stopped.ts';

export const demo = defineCommand({
  usage: 'demo',
  example: 'demo',
  about:
    'Runs everything against a Telegram simulator, with example jobs, and prints the address of the\n' +
    'page to open. Needs no token and no settings.',
  options: {},
  async run({ positionals }, { clock }) {
    refuseArguments(positionals);
    const [{ createApp }, { createDemo }] = await Promise.all([
      import('../../app.ts'),
      import('../../demo/demo.ts'),
    ]);
    const log = createLogger({ level: 'warn', secrets: [] });
    const createBot = (config: Parameters<typeof createApp>[0]) =>
      createApp(config, { clock, log });
    const played = createDemo({ clock, log, createApp: createBot });
    print('Starting the demo …');
    const onReady = () => {
      print(`\n  Open ${played.pageUrl}\n`);
      print('  Jobs post in the chats; tap Approve or Deny. Ctrl-C stops the demo.');
    };
    return runUntilStopped(played, { clock, log, onReady });
  },
});
