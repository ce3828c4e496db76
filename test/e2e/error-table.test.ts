// Every error that Telegram answers, met by a failure and by a live card: what becomes of the message, of its chat and
// of those after it. Requests, answers and digests meet them in test/redis/outbox and test/telegram/sending; a token
// that is refused and a second poller are in test/telegram.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChatBook } from '../../src/redis/people/chat-book.ts';
import { createMembers } from '../../src/redis/people/members.ts';
import { createKeys } from '../../src/redis/scripts/keys.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { Fault } from '../../src/simulator/world/faults.ts';
import { publish } from '../helpers/publish.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

const GONE = ['Bad Request: message to edit not found', "Bad Request: message can't be edited"];
const UNREACHABLE: readonly [number, string][] = [
  [400, 'Bad Request: chat not found'],
  [403, 'Forbidden: bot was blocked by the user'],
  [403, 'Forbidden: user is deactivated'],
  [403, 'Forbidden: bot was kicked from the supergroup chat'],
  [403, 'Forbidden: bot is not a member of the supergroup chat'],
  [403, "Forbidden: bot can't initiate conversation with a user"],
];
const NO_TOPIC = ['Bad Request: message thread not found', 'Bad Request: TOPIC_CLOSED'];
const OUR_BUG = [
  "Bad Request: can't parse entities: unsupported start tag",
  'Bad Request: message is too long',
];
const TOPIC = 7;
const CHATS = 40;
const chatIdOf = (at: number) => -1_000_000_006_000 - at;

let world: World;
let used = 0;
const chatBook = () => {
  const keys = createKeys('jobwire');
  const members = createMembers({ redis: world.client, keys, adminUserIds: [ANA] });
  return createChatBook({ redis: world.client, keys, members });
};
beforeAll(async () => {
  world = await createWorld();
  for (let at = 0; at < CHATS; at += 1) {
    const id = chatIdOf(at);
    const topics = [{ id: TOPIC, name: 'Jobs' }];
    world.simulator.world.addGroup({ id, title: `Group ${at}`, members: [ANA], topics });
    const topicId = TOPIC;
    await chatBook().update(id, () => ({
      ...{ id, kind: 'group', title: `Group ${at}`, locale: 'en', level: 'all', sponsors: [ANA] },
      subscriptions: [{ kind: 'project', id: `project-${at}`, by: ANA, topicId }],
    }));
  }
  await world.start();
});
afterAll(() => world.end());

/** A group of its own, whose topic follows a project of its own. */
function nextChat() {
  const at = used;
  used += 1;
  const chatId = chatIdOf(at);
  const telegram = world.simulator.world;
  const tell = (event_type: string, data: Record<string, unknown> = {}) =>
    publish(world.client, { event_type, project_id: `project-${at}`, job_id: `job-${at}`, data });
  const calls = (method: RegExp = /^(?:send|edit)/) =>
    telegram.calls.filter((call) => {
      return method.test(call.method) && Number(call.params.chat_id) === chatId;
    });
  return {
    chatId,
    calls,
    meet: (fault: Fault) => telegram.faults.add({ ...fault, chatId }),
    fails: () => tell('job.failed', { error: 'no space left' }),
    step: (file: string) => tell('job.progress', { type: 'tool_use', tool: 'Edit', file }),
    /** The message of its card, once that is sent. */
    async card(): Promise<number> {
      await tell('job.started', { instruction: 'Build the shop' });
      return telegram.waitFor(() => telegram.messages(chatId).at(-1)?.messageId, 60_000);
    },
    messages: () => telegram.messages(chatId),
    until: <T>(predicate: () => T | undefined | false) => telegram.waitFor(predicate, 60_000),
    inactive: async () => (await chatBook().get(chatId))?.inactive,
  };
}

const answer = (description: string, code = 400, method = 'sendMessage'): Fault => ({
  kind: 'status',
  ...{ method, code, description },
});

async function inactiveOf(chat: ReturnType<typeof nextChat>) {
  for (;;) {
    const inactive = await chat.inactive();
    if (inactive !== undefined) return inactive;
    await systemClock.sleep(20);
  }
}

describe('a failure', () => {
  it.each(UNREACHABLE)('%i %s: its chat is off, and nothing is tried again', async (code, text) => {
    const chat = nextChat();
    chat.meet(answer(text, code));
    await chat.fails();
    await inactiveOf(chat);
    await chat.fails();
    const other = nextChat();
    await other.fails();
    await other.until(() => other.messages().length === 1);
    expect(chat.calls()).toHaveLength(1);
  });

  it.each(NO_TOPIC)('%s: is told in the chat itself', async (text) => {
    const chat = nextChat();
    chat.meet(answer(text));
    await chat.fails();
    await chat.until(() => chat.messages().length === 1);
    expect(chat.messages()[0]?.topicId).toBeUndefined();
    expect(chat.messages()[0]?.silent).toBe(false);
  });

  it.each(OUR_BUG)('%s: is told unformatted', async (text) => {
    const chat = nextChat();
    chat.meet(answer(text));
    await chat.fails();
    await chat.until(() => chat.messages().length === 1);
    expect(chat.messages()[0]?.text).toContain('no space left');
    expect(chat.messages()[0]?.entities).toEqual([]);
  });

  it('429: waits as long as it is told, once, while others go on', async () => {
    const chat = nextChat();
    const other = nextChat();
    chat.meet({ kind: 'flood', method: 'sendMessage', retryAfter: 2 });
    await chat.fails();
    await chat.until(() => chat.calls().length === 1);
    await other.fails();
    await other.until(() => other.messages().length === 1);
    expect(chat.messages()).toEqual([]);
    await chat.until(() => chat.messages().length === 1);
    expect(chat.calls()).toHaveLength(2);
  });

  it('whose answer was lost is told again rather than never', async () => {
    const chat = nextChat();
    chat.meet({ kind: 'drop-answer', method: 'sendMessage' });
    await chat.fails();
    await chat.until(() => chat.messages().length === 2);
    const [first, again] = chat.messages();
    expect(again?.text).toBe(first?.text);
  });
});

// Each in a chat of its own, and each waits for the pace of a group.
describe.concurrent('a live card', () => {
  it.each(GONE)('%s: is sent anew, and the new one is edited from then on', async (text) => {
    const chat = nextChat();
    const first = await chat.card();
    chat.meet(answer(text, 400, 'editMessageText'));
    await chat.step('src/a.ts');
    const second = await chat.until(() => {
      const id = chat.messages().at(-1)?.messageId;
      return id === first ? undefined : id;
    });
    await chat.step('src/b.ts');
    await chat.until(() => chat.messages().at(-1)?.text.includes('src/b.ts'));
    expect(chat.messages().at(-1)?.messageId).toBe(second);
    expect(chat.calls(/^send/)).toHaveLength(2);
  });

  it('message is not modified: counts as changed', async () => {
    const chat = nextChat();
    await chat.card();
    const same = 'Bad Request: message is not modified: specified new message content is the same';
    chat.meet(answer(same, 400, 'editMessageText'));
    await chat.step('src/a.ts');
    await chat.until(() => chat.calls(/^edit/).length === 1);
    await chat.step('src/b.ts');
    await chat.until(() => chat.messages().at(-1)?.text.includes('src/b.ts'));
    expect(chat.calls()).toHaveLength(3);
  });

  it.each(UNREACHABLE)(
    '%i %s: rests, and shows the newest state when it is back',
    async (code, text) => {
      const chat = nextChat();
      const card = await chat.card();
      chat.meet(answer(text, code, 'editMessageText'));
      await chat.step('src/a.ts');
      await inactiveOf(chat);
      await chat.step('src/b.ts');
      await chatBook().update(chat.chatId, (known) => {
        if (known === undefined) throw new Error('the chat is gone');
        const { inactive: _, ...active } = known;
        return active;
      });
      await chat.step('src/c.ts');
      await chat.until(() => chat.messages().at(-1)?.text.includes('src/c.ts'));
      expect(chat.messages().at(-1)?.messageId).toBe(card);
      expect(chat.calls(/^send/)).toHaveLength(1);
    },
  );

  it.each(NO_TOPIC)('%s: is begun in the chat itself, and changed there', async (text) => {
    const chat = nextChat();
    chat.meet(answer(text));
    const card = await chat.card();
    expect(chat.messages().at(-1)?.topicId).toBeUndefined();
    await chat.step('src/a.ts');
    await chat.until(() => chat.messages().at(-1)?.text.includes('src/a.ts'));
    expect(chat.messages().at(-1)?.messageId).toBe(card);
  });

  it('in a topic that is closed or deleted later goes on, at the latest in the chat itself', async () => {
    const telegram = world.simulator.world;
    const chat = nextChat();
    await chat.card();
    telegram.closeTopic(chat.chatId, TOPIC);
    await chat.step('src/a.ts');
    await chat.until(() => chat.messages().some(({ text }) => text.includes('src/a.ts')));
    telegram.deleteTopic(chat.chatId, TOPIC);
    await chat.step('src/b.ts');
    await chat.until(() => chat.messages().some(({ text }) => text.includes('src/b.ts')));
    await chat.step('src/c.ts');
    await chat.until(() => chat.messages().some(({ text }) => text.includes('src/c.ts')));
    expect(chat.calls(/^send/).length).toBeLessThanOrEqual(3);
  });

  it('429: waits, and shows the newest state then', async () => {
    const chat = nextChat();
    await chat.card();
    chat.meet({ kind: 'flood', method: 'editMessageText', retryAfter: 2 });
    await chat.step('src/a.ts');
    await chat.until(() => chat.calls(/^edit/).length === 1);
    await chat.step('src/b.ts');
    await chat.until(() => chat.messages().at(-1)?.text.includes('src/b.ts'));
    expect(chat.calls(/^edit/)).toHaveLength(2);
  });
});
