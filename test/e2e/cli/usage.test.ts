// What every command has in common: wrong usage, wrong settings, Redis away.
import { describe, expect, it } from 'vitest';
import { jobwire, jobwireHere } from '../../helpers/command-line.ts';
import { freePort } from '../../helpers/redis-server.ts';

const NOWHERE = 'redis://127.0.0.1:1';

/** One correct use of each command that works on what is kept. */
const USES = [
  'emit job.started --job j1',
  'history',
  'tail j1',
  'replay --project shop --since 2h',
  'approvals',
  'approvals a1',
  'approve a1',
  'deny a1 --reason later --as 1001',
  'dlq list',
  'dlq retry --all',
  'dlq drop --all',
  'token create ci --scopes read',
  'token list',
  'token revoke t1',
  'invite viewer --project shop',
  'invite list',
  'invite revoke 4f0c2a9be1d7',
  'doctor',
];

describe('wrong usage', () => {
  it.each([
    'fly',
    'emit',
    'emit job.started --project shop',
    'dlq retry',
    'history --since yesterday',
    'tail',
    'tail j1 --lines 0',
    'token create ci',
    'approve',
    'deny a b',
    'approvals --status open',
    'approvals a1 --status denied',
  ])('%s ends with 64, before anybody is asked', async (line) => {
    const { code, out, err } = await jobwireHere({ REDIS_URL: NOWHERE }, ...line.split(' '));
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toMatch(/^jobwire: .*expected.*for example: jobwire /s);
  });
});

describe('wrong settings', () => {
  it.each(USES)('end %s with 78, all named, no secret shown', async (line) => {
    const settings = {
      HTTP_PORT: 'x',
      ADMIN_TOKEN: 'a secret with spaces',
      REDIS_URL: 'pass:word',
    };
    const { code, out, err } = await jobwireHere(settings, ...line.split(' '));
    expect(code).toBe(78);
    for (const name of Object.keys(settings)) expect(out + err).toContain(name);
    expect(out + err).not.toMatch(/a secret with|pass:word/);
  });
});

describe('while Redis is away', () => {
  it('each gives up after ten seconds, with 1 and a clear line', async () => {
    const settings = { REDIS_URL: `redis://:hidden-password@127.0.0.1:${await freePort()}` };
    const ends = await Promise.all(USES.map((line) => jobwire(settings, ...line.split(' '))));
    ends.forEach(({ code, out, err }, at) => {
      const command = USES[at];
      expect(code, command).toBe(1);
      const told = /Redis .*did not answer within 10 seconds .*ECONNREFUSED/;
      expect(out + err, command).toMatch(told);
      expect(out + err, command).not.toContain('hidden-password');
    });
  });
});
