// Telegram's whole table of errors, to one chat, to one method or to the bot; and what people do to it.
import type { Fault as ApiFault, Faults } from '../../src/simulator/world/faults.ts';
import type { World } from '../../src/simulator/world/world.ts';
import type { Seeded } from '../helpers/seeded.ts';
import { pick } from '../hostile/odd.ts';
import { CHATS, type ChaosChat, MUTED } from './cast.ts';
import { between, type FaultKind } from './fault.ts';

type Status = readonly [code: number, description: string];

/** Refusals of one message that say nothing of the chat. */
const REFUSALS: readonly Status[] = [
  [400, "Bad Request: can't parse entities: unsupported start tag"],
  [400, 'Bad Request: message is too long'],
  [400, 'Bad Request: BUTTON_DATA_INVALID'],
  [400, 'Bad Request: SOMETHING_THAT_NOBODY_EXPECTED'],
  [400, 'Bad Request: message thread not found'],
  [400, 'Bad Request: TOPIC_CLOSED'],
  [400, 'Bad Request: not enough rights to send text messages to the chat'],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN'],
  [413, 'Request Entity Too Large'],
];

const EDIT_REFUSALS: readonly Status[] = [
  [400, 'Bad Request: message is not modified'],
  [400, 'Bad Request: message to edit not found'],
  [400, "Bad Request: message can't be edited"],
  [400, 'Bad Request: MESSAGE_ID_INVALID'],
];

/** What the whole bot meets. */
const AWAY: readonly Status[] = [
  [401, 'Unauthorized'],
  [404, 'Not Found'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
];

/** Each makes a chat inactive until somebody writes there. */
const UNREACHABLE: readonly Status[] = [
  [403, 'Forbidden: bot was blocked by the user'],
  [403, 'Forbidden: user is deactivated'],
  [403, 'Forbidden: something new'],
  [400, 'Bad Request: chat not found'],
];

const steady = CHATS.filter(({ isVictim }) => !isVictim);
const victims = CHATS.filter(({ id, isVictim }) => isVictim && id !== MUTED);
const anyOf = (random: Seeded, chats: readonly ChaosChat[]) => pick(random, chats).id;

/** Begins an error of the simulator, and ends it. */
function apiError(faults: Faults, name: string, drawn: (random: Seeded) => Drawn): FaultKind {
  return {
    name,
    draw(random) {
      const { detail, lengthMs, echoMs = 0, faults: added } = drawn(random);
      const ids: number[] = [];
      return {
        detail: `${detail} for ${lengthMs} ms`,
        lengthMs,
        echoMs,
        begin: () => ids.push(...added.map((fault) => faults.add(fault))),
        end: () => {
          // One that is counted ends when it was met.
          if (lengthMs > 0) ids.forEach(faults.remove);
        },
      };
    },
  };
}

interface Drawn {
  readonly detail: string;
  readonly lengthMs: number;
  readonly echoMs?: number;
  readonly faults: readonly ApiFault[];
}

/** Longer than any fault; `end` takes it away. */
const forMs = 600_000;

/** What the whole bot meets. */
export function botFaults({ faults }: World): FaultKind[] {
  const everywhere = AWAY.map(([code, description]) =>
    apiError(faults, `Telegram answers ${code}`, (random) => ({
      detail: 'to everything',
      lengthMs: between(random, [500, 3_000]),
      faults: [{ kind: 'status', code, description, method: '*', forMs }],
    })),
  );
  return [
    ...everywhere,
    apiError(faults, 'Telegram cuts every call', (random) => ({
      detail: 'before it is carried out',
      lengthMs: between(random, [500, 3_000]),
      faults: [{ kind: 'refuse', method: '*', forMs }],
    })),
    apiError(faults, 'Telegram loses its answers', (random) => ({
      detail: 'after the effect',
      lengthMs: between(random, [300, 1_500]),
      faults: [{ kind: 'drop-answer', method: pick(random, ['sendMessage', '*'] as const), forMs }],
    })),
    apiError(faults, 'Telegram holds every call', (random) => {
      const ms = between(random, [500, 5_000]);
      const lengthMs = between(random, [500, 2_000]);
      return { detail: `${ms} ms`, lengthMs, echoMs: ms, faults: [{ kind: 'delay', ms, forMs }] };
    }),
    apiError(faults, 'somebody else polls', (random) => {
      const description = 'Conflict: terminated by other getUpdates request';
      return {
        detail: 'with the same token',
        lengthMs: between(random, [500, 3_000]),
        faults: [{ kind: 'status', code: 409, description, method: 'getUpdates', forMs }],
      };
    }),
    apiError(faults, 'the bot is flooded', (random) => {
      const retryAfter = between(random, [1, 3]);
      return {
        detail: `retry after ${retryAfter} s`,
        lengthMs: between(random, [300, 2_000]),
        echoMs: retryAfter * 1_000,
        faults: [{ kind: 'flood', retryAfter, forMs }],
      };
    }),
    apiError(faults, 'taps can not be answered', (random) => ({
      detail: 'query is too old',
      lengthMs: between(random, [500, 2_000]),
      faults: [status([400, 'Bad Request: query is too old'], { method: 'answerCallbackQuery' })],
    })),
  ];
}

const status = ([code, description]: Status, scope: { chatId?: number; method?: string }) =>
  ({ kind: 'status', code, description, forMs, ...scope }) as const;

/** What single chats meet. */
export function chatFaults(world: World): FaultKind[] {
  const { faults } = world;
  const refusal = (method: string) => (refused: Status) =>
    apiError(faults, `${method}: ${refused[1]}`, (random) => {
      const chatId = anyOf(random, steady);
      const lengthMs = between(random, [500, 2_500]);
      return { detail: `in ${chatId}`, lengthMs, faults: [status(refused, { chatId, method })] };
    });
  return [
    ...REFUSALS.map(refusal('sendMessage')),
    ...EDIT_REFUSALS.map(refusal('editMessageText')),
    ...UNREACHABLE.map((refused) =>
      apiError(faults, `a chat answers ${refused[1]}`, (random) => {
        const chatId = anyOf(random, victims);
        const lengthMs = between(random, [500, 2_500]);
        return { detail: `in ${chatId}`, lengthMs, faults: [status(refused, { chatId })] };
      }),
    ),
    apiError(faults, 'a chat is flooded', (random) => {
      const [chatId, retryAfter] = [anyOf(random, steady), between(random, [1, 4])];
      return {
        detail: `${chatId}, retry after ${retryAfter} s`,
        lengthMs: between(random, [300, 2_000]),
        echoMs: retryAfter * 1_000,
        faults: [{ kind: 'flood', retryAfter, chatId, forMs }],
      };
    }),
    apiError(faults, 'a chat is flooded for a thousand days', () => ({
      detail: `${MUTED}, retry after 86400000 s`,
      lengthMs: 0,
      faults: [{ kind: 'flood', retryAfter: 86_400_000, chatId: MUTED, times: 1 }],
    })),
    apiError(faults, 'a chat fails', (random) => {
      const chatId = anyOf(random, steady);
      const lengthMs = between(random, [500, 3_000]);
      const refused = [500, 'Internal Server Error'] as const;
      return { detail: `in ${chatId}`, lengthMs, faults: [status(refused, { chatId })] };
    }),
    apiError(faults, 'the answers of a chat are lost', (random) => {
      const chatId = anyOf(random, steady);
      const lengthMs = between(random, [300, 1_500]);
      return { detail: `in ${chatId}`, lengthMs, faults: [{ kind: 'drop-answer', chatId, forMs }] };
    }),
    ...whatPeopleDo(world),
  ];
}

function whatPeopleDo(world: World): FaultKind[] {
  const kind = (
    name: string,
    chats: readonly ChaosChat[],
    ends: { begin: (chat: ChaosChat) => unknown; end: (chat: ChaosChat) => unknown },
  ): FaultKind => ({
    name,
    draw(random) {
      const chat = pick(random, chats);
      const lengthMs = between(random, [500, 4_000]);
      return {
        detail: `${chat.id} for ${lengthMs} ms`,
        lengthMs,
        begin: () => ends.begin(chat),
        end: () => ends.end(chat),
      };
    },
  });
  const privates = victims.filter(({ kind }) => kind === 'person');
  const groups = victims.filter(({ kind }) => kind === 'group');
  const forums = steady.filter(({ topicId }) => topicId !== undefined);
  const topicOf = ({ topicId = 0 }: ChaosChat) => topicId;
  return [
    kind('somebody blocks the bot', privates, {
      begin: ({ id }) => world.block(id),
      end: ({ id }) => world.unblock(id),
    }),
    kind('somebody kicks the bot', groups, {
      begin: ({ id }) => world.kick(id),
      end: ({ id }) => world.invite(id),
    }),
    kind('a topic is closed', forums, {
      begin: (chat) => world.closeTopic(chat.id, topicOf(chat)),
      end: (chat) => world.reopenTopic(chat.id, topicOf(chat)),
    }),
    kind(
      'a small group becomes a supergroup',
      steady.filter(({ isSmall }) => isSmall),
      {
        begin: ({ id }) => world.chat(id)?.movedTo === undefined && world.migrate(id),
        end: () => {},
      },
    ),
  ];
}
