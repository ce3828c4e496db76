import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/demo/simulator/simulator.ts';
import { APPROVAL_ACTION } from '../../src/message/notice.ts';
import { aRequest } from './a-request.ts';
import {
  BEN,
  DAN,
  type Edge,
  GROUP,
  type Started,
  type Stores,
  show,
  startGroup,
  TOKEN,
  TOPIC,
} from './edge.ts';

let started: Started;
let simulator: Simulator;
let stores: Stores;
let edge: Edge;
let shown: number;

beforeEach(async () => {
  started = await startGroup();
  ({ simulator, stores, edge } = started);
  shown = await show(aRequest(), { ...started, address: { chatId: GROUP, topicId: TOPIC } });
});

afterEach(() => started.stop());

const outcome = async () => (await stores.approvals.get('ap-1'))?.outcome;

describe('a tap that Telegram lets nobody answer any more, since the bot was down', () => {
  const handle = (personId: number, name: string, chatId = GROUP) => {
    const update = {
      update_id: 9_000_000 + personId,
      callback_query: {
        id: 'long-gone',
        from: { id: personId, is_bot: false, first_name: name, language_code: 'en' },
        chat_instance: 'x',
        data: APPROVAL_ACTION.approve(TOKEN, 1),
        message: {
          message_id: shown,
          date: 1,
          chat: { id: chatId, type: 'supergroup', title: 'Shop team' },
          message_thread_id: TOPIC,
          is_topic_message: true,
        },
      },
    };
    return edge.handler.handle(update as never, new AbortController().signal);
  };
  const said = () => simulator.world.messages(GROUP).filter(({ messageId }) => messageId !== shown);

  it('and that was forbidden is told in the chat, to the one who tapped', async () => {
    await handle(DAN, 'Dan');
    expect(said()).toMatchObject([
      {
        text: expect.stringMatching(/^Dan: You have no role here/),
        replyTo: shown,
        topicId: TOPIC,
      },
    ]);
    expect(said()[0]?.entities).toContainEqual(
      expect.objectContaining({ type: 'text_mention', offset: 0, length: 3 }),
    );
    expect(await outcome()).toBeUndefined();
  });

  it('and that counted is not told: the message shows it', async () => {
    await handle(BEN, 'Ben');
    expect((await outcome())?.status).toBe('approved');
    expect(said()).toEqual([]);
  });
});
