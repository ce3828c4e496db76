import { expect, it } from 'vitest';
import { firstAdminLine, introduce } from '../../../src/cli/start/introduce.ts';

const LINK = 'https://t.me/jobs_bot?start=jwi_1';

it('says who the bot is and where to write to it', () => {
  const who = { botName: 'jobs_bot' };
  expect(introduce(who)).toContain('This is @jobs_bot. Write to it: https://t.me/jobs_bot\n');
  expect(introduce(who)).not.toContain('admin');
  expect(firstAdminLine(who)).toBeUndefined();
});

it('shows the link of the first admin while there is none, on a line of its own or on one line', () => {
  const who = { botName: 'jobs_bot', firstAdminLink: LINK };
  expect(introduce(who)).toMatch(/Nobody is an admin yet.*\n.*within 10 minutes/);
  expect(introduce(who).split('\n')).toContain(`  ${LINK}`);
  const line = firstAdminLine(who) ?? '';
  expect(line.endsWith(` ${LINK}`)).toBe(true);
  expect(line).not.toContain('\n');
});
