import { beforeEach, expect, it } from 'vitest';
import { ANA, BEN, type CommandKit, createCommandKit } from './command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

it.each([
  ['/level all off', 'off is one word too many.'],
  ['/language de en', 'en is one word too many.'],
  ['/subscribe', 'What do you mean? A project, a session or a job.'],
  ['/subscribe acme/web', "I can't follow acme/web. You can choose a project, a session or a job."],
  ['/subscribe job', 'The id is missing.'],
  ['/subscribe job a b', 'b is one word too many.'],
  ['/subscribe everything b', 'b is one word too many.'],
  [`/subscribe job ${'x'.repeat(201)}`, 'That id is too long; at most 200 characters.'],
  ['/unsubscribe job', 'The id is missing.'],
  ['/tail job', 'The id is missing.'],
  ['/tail j1 many', 'many is not a number of lines from 1 to 200.'],
  ['/tail job j1 201', '201 is not a number of lines from 1 to 200.'],
  ['/tail j1 20 more', 'more is one word too many.'],
  ['/tail j1 short long', 'long is not a number of lines from 1 to 200.'],
  ['/tail job j1 20 short more', 'more is one word too many.'],
  ['/tail j1 short 20', 'short is one word too many.'],
  ['/tail j1 short short', 'short is one word too many.'],
  ['/stop a b', 'b is one word too many.'],
  ['/approve', 'The id is missing.'],
  ['/grant', "The Telegram user id is missing. It is a number; /whoami shows a person's own."],
  [
    '/grant Dan viewer',
    "Dan is not a Telegram user id. It is a number; /whoami shows a person's own.",
  ],
  ['/grant 1004', 'The role is missing: viewer, approver or admin.'],
  ['/grant 1004 boss', 'There is no role boss. Choose viewer, approver or admin.'],
  ['/grant 1004 viewer as', 'The id is missing.'],
  ['/grant 1004 viewer a b', 'b is one word too many.'],
  ['/revoke 1004 boss', 'There is no role boss. Choose viewer, approver or admin.'],
  ['/revoke 1004 viewer a b', 'b is one word too many.'],
  ['/dlq fly', "I don't understand fly here."],
  ['/dlq drop', 'The id is missing.'],
  ['/dlq drop 1-0 2-0', '2-0 is one word too many.'],
  ['/health dead', "I don't understand dead here."],
  ['/health seen now', 'now is one word too many.'],
  ['/help fly', 'There is no command /fly. /help lists all.'],
])('%s is answered by what is wrong with it, and an example', async (text, problem) => {
  const [said, usage, example] = (await kit.told(ANA, text)).split('\n');
  expect(said).toBe(problem);
  expect(usage).toMatch(/^Usage: \//);
  expect(example).toMatch(/^Example: \//);
});

it('quotes a wrong word as code, so that nothing in it can be tapped', async () => {
  const { message } = await kit.ask(ANA, `/level @ana${'x'.repeat(100)}`);
  const [code] = message.body.spans;
  expect(code?.type).toBe('code');
  expect(message.body.text.slice(code?.offset)).toMatch(/^@anax+…\.\n/);
});

it('gives no example that is the syntax once more', async () => {
  expect(await kit.told(ANA, '/jobs now')).toBe('now is one word too many.\nUsage: /jobs');
  expect(await kit.told(ANA, '/help jobs')).not.toContain('Example');
});

it('gives examples in words of the chat’s language', async () => {
  for (const command of ['approve', 'deny']) {
    const told = await kit.told(BEN, `/${command}`);
    expect(told).toMatch(new RegExp(`Beispiel: /${command} 4f1c (?!looks|not)\\S`));
  }
});
