import { expect, it } from 'vitest';
import { introduce } from '../../../src/cli/start/introduce.ts';

it('says who the bot is and where to write to it', () => {
  const text = introduce({ botName: 'jobs_bot', hasAdmin: true });
  expect(text).toContain('@jobs_bot');
  expect(text).toContain('https://t.me/jobs_bot');
  expect(text).not.toContain('ADMIN_USER_IDS');
});

it('says what is missing while nobody is an admin', () => {
  expect(introduce({ botName: 'jobs_bot', hasAdmin: false })).toContain('ADMIN_USER_IDS=');
});
