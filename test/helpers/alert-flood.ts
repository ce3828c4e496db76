// Jobs that all fail at once, each told in one of many chats: half of these are private, half are groups.
import { createChatBook } from '../../src/redis/people/chat-book.ts';
import { createMembers } from '../../src/redis/people/members.ts';
import { createKeys } from '../../src/redis/scripts/keys.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { televibe } from './publish.ts';
import { ANA, type World } from './world.ts';

export interface ToldAlerts {
  readonly chatId: number;
  /** When its call arrived; monotonic milliseconds. */
  readonly at: number;
  /** The failures that it names, as `<chat>-<number>`. */
  readonly names: readonly string[];
  readonly silent: boolean;
}

export interface AlertFlood {
  /** When each failure was published, by its name; monotonic milliseconds. */
  readonly publishedAt: ReadonlyMap<string, number>;
  /** Messages that name failures, in order. */
  readonly told: readonly ToldAlerts[];
  /** Calls that were answered 429. */
  refused(): number;
  /** Publishes the failures of `each` job of every chat, the chats in turn. */
  publish(each: number): Promise<void>;
  /** Resolves once each was named; rejects where that takes longer. */
  allTold(timeoutMs: number): Promise<void>;
  /** In which chat a failure is to be named. */
  chatOf(name: string): number;
}

const NAME = /check (\d+-\d+)\b/g;
const AT_ONCE = 250;

/** Adds the chats; call it before the program starts. */
export async function createAlertFlood(world: World, chats: number): Promise<AlertFlood> {
  const { client, simulator } = world;
  await addChats(world, chats);
  const publishedAt = new Map<string, number>();
  const told: ToldAlerts[] = [];
  let refused = 0;
  simulator.world.follow((change) => {
    if (change.kind !== 'call' || change.call.answer === undefined) return;
    const { method, params, answer } = change.call;
    if (/^(?:send|edit)/.test(method) && answer.status === 429) refused += 1;
    if (method !== 'sendMessage' || answer.status !== 200) return;
    const names = [...String(params.text).matchAll(NAME)].map(([, name = '']) => name);
    if (names.length === 0) return;
    const silent = params.disable_notification !== undefined;
    const at = systemClock.monotonic();
    told.push({ chatId: Number(params.chat_id), at, names, silent });
  });
  return {
    publishedAt,
    told,
    refused: () => refused,
    async publish(each) {
      const names = Array.from({ length: each * chats }, (_, at) => {
        return `${at % chats}-${Math.floor(at / chats)}`;
      });
      for (let from = 0; from < names.length; from += AT_ONCE) {
        const pipeline = client.pipeline();
        for (const name of names.slice(from, from + AT_ONCE)) {
          const event = failureOf(name);
          const text = JSON.stringify(event);
          pipeline.publish(`televibe:events:${event.event_type}`, text);
          pipeline.xadd(`televibe:stream:${event.project_id}`, '*', 'event', text);
          publishedAt.set(name, systemClock.monotonic());
        }
        await pipeline.exec();
      }
    },
    async allTold(timeoutMs) {
      const isDone = () => new Set(told.flatMap(({ names }) => names)).size >= publishedAt.size;
      await simulator.world.waitFor(isDone, timeoutMs);
    },
    chatOf: (name) => chatIdOf(Number.parseInt(name, 10)),
  };
}

const chatIdOf = (at: number) => (at % 2 === 0 ? 5_000 + at : -1_000_000_005_000 - at);

function failureOf(name: string) {
  const [at = ''] = name.split('-');
  return televibe({
    event_type: 'job.failed',
    project_id: `flood-${at}`,
    job_id: `job-${name}`,
    data: {
      instruction: `Nightly check ${name} of the orders`,
      error: 'connect ECONNREFUSED 10.0.3.7:5432: the database of the orders does not answer',
    },
  });
}

async function addChats({ client, simulator }: World, chats: number): Promise<void> {
  const keys = createKeys('jobwire');
  const members = createMembers({ redis: client, keys, adminUserIds: [ANA] });
  const chatBook = createChatBook({ redis: client, keys, members });
  for (let at = 0; at < chats; at += 1) {
    const id = chatIdOf(at);
    if (id > 0) {
      simulator.world.addPerson({ id, firstName: `Person ${id}`, languageCode: 'en' });
      simulator.world.addPrivateChat(id);
    } else {
      simulator.world.addGroup({ id, title: `Group ${id}`, members: [ANA] });
    }
    await chatBook.update(id, () => ({
      ...{ id, title: `chat ${id}`, locale: 'en', level: 'all' },
      kind: id > 0 ? 'private' : 'group',
      subscriptions: [{ kind: 'project', id: `flood-${at}`, by: ANA }],
      sponsors: [ANA],
    }));
  }
}
