import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { aRequest } from '../decisions/a-request.ts';
import {
  ANA,
  BEN,
  DAN,
  GROUP,
  type Started,
  type Stores,
  show,
  startGroup,
  TOPIC,
} from '../edge.ts';

let started: Started;
let simulator: Simulator;
let stores: Stores;
let shown: number;

beforeEach(async () => {
  started = await startGroup();
  ({ simulator, stores } = started);
  shown = await show(aRequest(), { ...started, address: { chatId: GROUP, topicId: TOPIC } });
});

afterEach(() => started.stop());

const send = (personId: number, data: string, messageId = shown) =>
  simulator.world.tap({ chatId: GROUP, messageId, personId, data });

describe('a tap on a setting', () => {
  it('sets the level of its topic and shows it in the message', async () => {
    simulator.world.say({ chatId: GROUP, topicId: TOPIC, personId: ANA, text: '/level' });
    const asked = await simulator.world.waitFor((world) =>
      world.messages(GROUP).find(({ text }) => text.startsWith('I post here: everything')),
    );
    expect((await send(ANA, 'level:errors', asked.messageId)).text).toBe('✅ Saved');
    expect(stores.chatBook.chats.get(GROUP)).toMatchObject({
      level: 'all',
      topics: { [TOPIC]: { level: 'errors' } },
    });
    const changed = await simulator.world.waitFor((world) => {
      const now = world.message(GROUP, asked.messageId);
      return now?.text.startsWith('I post here: failures and requests') ? now : undefined;
    });
    expect(changed.keyboard[0]?.map(({ text }) => text)).toContain('• errors •');
  });

  it('has a topic follow its group again, one setting or all, for whoever may change it', async () => {
    const own = () => stores.chatBook.chats.get(GROUP)?.topics?.[TOPIC];
    await stores.chatBook.update(GROUP, (chat) => ({
      ...(chat ?? expect.fail()),
      topics: { [TOPIC]: { level: 'errors', cards: 'off', mutedUntil: '2099-01-01T00:00:00Z' } },
    }));
    const answerTo = async (text: string, beginning: string) => {
      simulator.world.say({ chatId: GROUP, topicId: TOPIC, personId: ANA, text });
      return simulator.world.waitFor((world) =>
        world.messages(GROUP).find((one) => one.text.startsWith(beginning)),
      );
    };
    const { messageId } = await answerTo('/level', 'I post here: failures');
    expect((await send(DAN, 'group:level', messageId)).text).not.toBe('✅ Saved');
    expect(own()).toHaveProperty('level');
    expect((await send(ANA, 'group:level', messageId)).text).toBe('✅ Saved');
    expect(own()).toEqual({ cards: 'off', mutedUntil: '2099-01-01T00:00:00Z' });
    const changed = await simulator.world.waitFor((world) => {
      const now = world.message(GROUP, messageId);
      return now?.text.startsWith('I post here: everything') ? now : undefined;
    });
    expect(changed.keyboard).toHaveLength(1);

    const all = await answerTo('/subscriptions', 'This topic follows');
    const before = stores.retried.length;
    expect((await send(ANA, 'group:all', all.messageId)).text).toBe('✅ Saved');
    expect(own()).toBeUndefined();
    // It was muted: what waited is looked at.
    expect(stores.retried.slice(before)).toEqual([GROUP]);
  });

  it('sets the language and answers in it', async () => {
    await stores.members.grant(BEN, { role: 'approver' });
    simulator.world.say({ chatId: GROUP, topicId: TOPIC, personId: BEN, text: '/language' });
    const asked = await simulator.world.waitFor((world) =>
      world.messages(GROUP).find(({ text }) => text.startsWith('Language of this chat: English')),
    );
    expect((await send(BEN, 'lang:de', asked.messageId)).text).toBe('✅ Gespeichert');
    expect(stores.chatBook.chats.get(GROUP)?.locale).toBe('de');
  });

  it('on a message that has no such button changes neither the setting nor the message', async () => {
    const before = simulator.world.message(GROUP, shown)?.text;
    const { text, showAlert } = await send(ANA, 'level:off');
    expect([text, showAlert]).toEqual([
      'This message is too old to change anything. Please send the command again.',
      true,
    ]);
    expect(stores.chatBook.chats.get(GROUP)?.level).toBe('all');
    expect(simulator.world.message(GROUP, shown)?.text).toBe(before);
  });

  it('of roles is an admin’s, whoever sees the buttons', async () => {
    await show(aRequest({ key: 'ap-9', id: 'ap-9', projectId: 'acme/webshop' }), {
      ...started,
      address: { chatId: GROUP, topicId: TOPIC },
    });
    await stores.members.grant(BEN, { role: 'approver' });
    const heard = { kind: 'everything', id: '', topicId: TOPIC, by: ANA } as const;
    await stores.chatBook.update(GROUP, (chat) => {
      if (chat === undefined) throw new Error('the group is not known');
      return { ...chat, subscriptions: [heard] };
    });
    const text = '/grant 1004 viewer acme/webs';
    simulator.world.say({ chatId: GROUP, topicId: TOPIC, personId: ANA, text });
    const asked = await simulator.world.waitFor((world) =>
      world
        .messages(GROUP)
        .find(({ keyboard }) =>
          keyboard.flat().some(({ callback_data: data }) => data?.startsWith('grant:')),
        ),
    );
    const data = asked.keyboard.flat().at(-1)?.callback_data ?? '';
    const refused = await send(BEN, data, asked.messageId);
    expect(refused.showAlert).toBe(true);
    expect((await stores.members.get(DAN))?.grants ?? []).toEqual([]);
    expect((await send(ANA, data, asked.messageId)).text).toBe('✅ Saved');
    expect((await stores.members.get(DAN))?.grants).toHaveLength(1);
  });

  it('by somebody without a role changes nothing', async () => {
    expect((await send(DAN, 'level:off')).text).toContain('1004');
    expect(stores.chatBook.chats.get(GROUP)?.level).toBe('all');
  });
});
