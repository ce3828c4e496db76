// Which command is meant, its help, and what is said when it was written wrong. None gets as far as
// settings or Redis.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { COMMANDS as ALL_COMMANDS } from '../../src/cli/all-commands.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

async function said(...argv: string[]) {
  const text = { out: '', err: '' };
  vi.spyOn(console, 'log').mockImplementation((line) => {
    text.out += `${line}\n`;
  });
  vi.spyOn(console, 'error').mockImplementation((line) => {
    text.err += `${line}\n`;
  });
  const code = await runCommandLine(argv);
  return { code, ...text };
}

const COMMANDS = [
  ...['start', 'demo', 'doctor', 'ask', 'run', 'emit', 'history', 'replay'],
  ...['dlq list', 'dlq retry', 'dlq drop'],
  ...['token create', 'token list', 'token revoke'],
  ...['invite list', 'invite revoke'],
];

describe('help', () => {
  it('names every command', async () => {
    const { code, out } = await said('--help');
    expect(code).toBe(0);
    for (const command of [...COMMANDS, 'invite']) expect(out).toContain(`  ${command} `);
  });

  it.each(COMMANDS)('explains %s', async (command) => {
    const asked = await said('help', ...command.split(' '));
    expect(asked.code).toBe(0);
    expect(asked.out).toContain(`Usage: jobwire ${command}`);
    expect(asked.out).toContain('Example:');
    expect(await said(...command.split(' '), '--help')).toEqual(asked);
  });

  it('names in the usage of each command all options that it explains', async () => {
    const missing = [];
    for (const { name, load } of ALL_COMMANDS) {
      const { help } = await load();
      const usage = help.split('\n\n')[0] ?? '';
      const explained = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = '']) => option);
      missing.push(...explained.filter((one) => !usage.includes(one)).map((one) => [name, one]));
    }
    expect(missing).toEqual([]);
  });

  it('explains a command beside the group of its name', async () => {
    const own = await said('invite', '--help');
    expect(own.out).toMatch(/^Usage: jobwire invite </);
    const { out } = await said('help', 'invite');
    for (const one of ['<viewer', 'list', 'revoke ID'])
      expect(out).toContain(`Usage: jobwire invite ${one}`);
    expect(out).toContain(own.out.trim());
  });

  it('explains the commands of a group together', async () => {
    const { code, out } = await said('help', 'dlq');
    expect(code).toBe(0);
    for (const one of ['list', 'retry', 'drop']) expect(out).toContain(`Usage: jobwire dlq ${one}`);
  });
});

describe('wrong usage', () => {
  it.each([
    ['dlq'],
    ['dlq fly'],
    ['help fly'],
    ['emit'],
    ['emit Bad'],
    ['emit job.*'],
    ['emit job.started'],
    ['emit stage.failed --project shop'],
    ['emit job.x y'],
    ['emit job.x --data {'],
    ['emit job.x --data [1]'],
    ['emit job.x --data null'],
    [`emit job.x --project ${'p'.repeat(600)}`],
    ['emit job.x --nonsense'],
    ['emit job.x --job'],
    ['history now'],
    ['history --limit 1001'],
    ['history --order up'],
    ['history --types Job'],
    ['history --since yesterday'],
    ['replay --since 2h'],
    ['replay --project shop'],
    ['replay --project shop --since 2h --chat @shop'],
    ['dlq list --limit 0'],
    ['dlq list --all'],
    ['dlq retry'],
    ['dlq retry 7'],
    ['dlq retry 1-0 --all'],
    ['dlq drop --json'],
    ['token create'],
    ['token create ci'],
    ['token create ci --scopes fly'],
    ['token create ci --scopes read,metrics --projects a'],
    ['token create ci --scopes read --projects a,,b'],
    ['token revoke'],
    ['invite'],
    ['invite boss'],
    ['invite viewer shop'],
    ['invite viewer --project'],
    ['invite list all'],
    ['invite revoke'],
    ['token list all'],
    ['doctor now'],
    ['start now'],
  ])('%s ends with 64, says what was wrong, what was expected, and an example', async (line) => {
    const { code, out, err } = await said(...line.split(' '));
    expect(code).toBe(64);
    expect(out).toBe('');
    expect(err).toMatch(/^jobwire: .+/);
    expect(err).toMatch(/expected/);
    expect(err).toMatch(/for example: jobwire [a-z]+/);
  });

  it('names the option for the job of an event that needs one', async () => {
    const { err } = await said('emit', 'job.started', '--project', 'shop');
    expect(err).toContain('job.started is about a job, and none is named; expected --job');
  });
});
