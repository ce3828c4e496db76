// `jobwire demo`: runs everything against a Telegram simulator, with example jobs.
import { createLogger } from '../../runtime/logger.ts';
import { defineCommand, refuseArguments } from '../command/command.ts';
import { print } from '../command/print.ts';
import { runUntilStopped } from './until-stopped.ts';

export const demo = defineCommand({
  usage: 'demo',
  example: 'demo',
  about:
    'Runs everything against a Telegram simulator, with example jobs, and prints the addresses of the\n' +
    'pages to open: the chats and the dashboard. Needs no token and no settings.',
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
      const { url, token } = played.dashboard;
      print(`\n  Chats      ${played.pageUrl}`);
      print(`  Dashboard  ${url}/\n  Sign in    ${token}\n`);
      print(
        '  Jobs post in the chats; tap Approve or Deny. Open, below a message of a private chat, is',
      );
      print('  the dashboard within the chat, signed in as whoever taps. Ctrl-C stops the demo.');
    };
    return runUntilStopped(played, { clock, log, onReady });
  },
});
