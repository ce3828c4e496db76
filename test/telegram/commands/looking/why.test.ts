// /why: what brought a message here, to whoever may see what it tells.
import { beforeEach, describe, expect, it } from 'vitest';
import { jobKey } from '../../../../src/jobs/job-key.ts';
import { JOB_ACTION } from '../../../../src/message/notice.ts';
import { aRequest } from '../../decisions/a-request.ts';
import { ANA, BEN, BOT, CLEO, type CommandKit, GROUP } from '../command-kit.ts';
import { createLookWorld, HIDDEN, happens, LIMITS } from './look-world.ts';

const TOPIC = 7;
const LIMITS_KEY = jobKey(LIMITS.projectId, LIMITS.id);
const MESSAGE = 900;

let kit: CommandKit;
beforeEach(async () => {
  kit = await createLookWorld();
  await kit.members.grant(ANA, { role: 'viewer' }, { name: 'Ana' });
});

interface Replying {
  readonly topicId?: number;
  readonly chatId?: number;
  readonly from?: object;
  readonly actions?: readonly string[];
  readonly messageId?: number;
}

function ask(
  person: number,
  { topicId, chatId, from, actions = [], messageId = MESSAGE }: Replying = {},
) {
  const bot = from ?? { id: 1, is_bot: true, first_name: 'jobwire', username: BOT };
  const inline_keyboard = [actions.map((data) => ({ text: 'x', callback_data: data }))];
  const replied = { message_id: messageId, from: bot, reply_markup: { inline_keyboard } };
  return kit.told(person, '/why', {
    ...(topicId === undefined ? {} : { topicId }),
    ...(chatId === undefined ? {} : { chatId }),
    more: { reply_to_message: replied as never },
  });
}

describe('/why', () => {
  it('names the subscriptions that brought a card, who made them, and the settings', async () => {
    await kit.groupGets(['acme/web'], TOPIC);
    await kit.origins.note(GROUP, MESSAGE, { kind: 'job', job: LIMITS_KEY });
    expect(await ask(CLEO, { chatId: GROUP, topicId: TOPIC })).toBe(
      [
        '🔄 Add rate limiting to the gateway',
        'It is here because of:',
        '• project acme/web · followed by Ana',
        'I post here: everything',
        'I show running jobs as live cards.',
        'To change that: /unsubscribe, /level, /cards',
      ].join('\n'),
    );
  });

  it('says that the job is muted, and by which route of the policy file it comes', async () => {
    await kit.groupGets([]);
    const level = 'errors';
    const chats = [{ address: { chatId: GROUP }, level } as const];
    kit.routes.push({ match: { project: ['acme/*'], types: ['job.*'] }, chats });
    await kit.chatBook.update(GROUP, (chat) => ({
      ...(chat as NonNullable<typeof chat>),
      mutedJobs: [LIMITS_KEY],
      mutedUntil: '2026-03-02T13:30:00.000Z',
    }));
    await happens(kit, { jobId: LIMITS.id, type: 'job.failed', data: { error: 'boom' } });
    const { entries } = await kit.journal.query({ filter: {}, order: 'asc', limit: 1 });
    const position = entries[0]?.position ?? '';
    await kit.origins.note(GROUP, MESSAGE, { kind: 'events', from: position, to: position });
    const text = await ask(ANA, { chatId: GROUP });
    expect(text).toMatch(/^❌ Failed/);
    expect(text).toContain(
      '• a route in the policy file · project acme/* · job.* · it posts failures and requests',
    );
    expect(text).toContain('🔕 This job is muted here');
    expect(text).toContain('🔕 Muted until 13:30 UTC');
  });

  it('tells of a digest by all that brought its events', async () => {
    await kit.groupGets(['acme/web', 'acme/secret']);
    const step = { jobId: LIMITS.id, type: 'job.progress' };
    await happens(
      kit,
      step,
      { ...step, projectId: 'acme/other' },
      { ...step, projectId: 'acme/secret' },
    );
    const { entries } = await kit.journal.query({ filter: {}, order: 'asc', limit: 9 });
    const [from = '', to = ''] = [entries[0]?.position, entries.at(-1)?.position];
    await kit.origins.note(GROUP, MESSAGE, { kind: 'events', from, to });
    const text = await ask(ANA, { chatId: GROUP });
    expect(text).toMatch(/^📂 Several events\n.*\n• project acme\/web .*\n• project acme\/secret/);
    await kit.members.grant(BEN, { role: 'viewer', projectId: 'acme/web' });
    expect(await ask(BEN, { chatId: GROUP })).not.toContain('secret');
  });

  it('tells of a request why it was shown, though it was shown long ago', async () => {
    kit.approvals.open(aRequest({ id: 'ask-9', projectId: 'acme/web' }));
    kit.approvals.asks(ANA, MESSAGE, { kind: 'request', approvalId: 'ask-9' });
    expect(await ask(ANA)).toContain('• your role as admin');
    kit.approvals.asks(BEN, MESSAGE, { kind: 'request', approvalId: 'ask-9' });
    expect(await ask(BEN)).toContain('aus einer Liste geöffnet');
  });

  it('knows older messages by their buttons', async () => {
    await kit.chatBook.update(CLEO, () => ({
      ...{ id: CLEO, kind: 'private', title: 'Cleo', locale: 'en', level: 'all', sponsors: [CLEO] },
      subscriptions: [{ kind: 'everything', id: '', by: CLEO }],
    }));
    expect(await ask(CLEO, { actions: [JOB_ACTION.log(LIMITS_KEY)] })).toContain(
      '• everything · followed by you',
    );
  });

  it.each([
    ['what is another’s', { actions: [JOB_ACTION.log(jobKey(HIDDEN.projectId, HIDDEN.id))] }],
    ['what is not kept', {}],
  ])('does not know %s', async (_, replying) => {
    expect(await ask(BEN, replying)).toContain('weiß nicht mehr, worum es');
  });

  it('says what it is for where it answers nothing, or another’s message', async () => {
    expect(await kit.told(ANA, '/why')).toContain('Reply with /why to one of my messages');
    const inTopic = { chatId: GROUP, topicId: TOPIC };
    expect(await ask(ANA, { ...inTopic, messageId: TOPIC })).toContain('Reply with /why');
    expect(await ask(ANA, { from: { id: ANA, is_bot: false, first_name: 'Ana' } })).toContain(
      'only of my own',
    );
    expect(
      await ask(ANA, { from: { id: 5, is_bot: true, first_name: 'b', username: 'other_bot' } }),
    ).toContain('only of my own');
    await kit.origins.note(ANA, MESSAGE, { kind: 'asked' });
    expect(await ask(ANA)).toContain('Somebody asked me for this');
  });
});
