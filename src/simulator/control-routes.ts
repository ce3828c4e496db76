// The world as JSON, for tests in other processes and the page: POST /sim/<act> does what the
// World's method of that name does.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { readBody } from './api/read-params.ts';
import {
  byPerson,
  fault,
  group,
  idSchema,
  ofChat,
  ofPerson,
  ofTopic,
  person,
  saying,
  started,
  tapping,
  waiting,
} from './control-requests.ts';
import { badRequest, refuse } from './protocol/refusal.ts';
import type { Fault } from './world/faults.ts';
import type { World } from './world/world.ts';

/** Resolves with the JSON to answer; a wrong request is refused (world/refusal.ts). */
export type Control = (request: IncomingMessage, url: URL) => Promise<unknown>;

type Act = (body: unknown) => unknown;

const LARGEST_BODY_BYTES = 1024 * 1024;

export function createControl(world: World): Control {
  const acts = actsOf(world);
  const looks = looksOf(world);
  return async (request, url) => {
    const name = url.pathname.slice('/sim/'.length);
    if (request.method === 'GET') {
      const look = looks.get(name) ?? refuse(404, `There is nothing to see at /sim/${name}.`);
      return look(url.searchParams);
    }
    const act = acts.get(name) ?? refuse(404, `There is no act /sim/${name}.`);
    const body = await readBody(request, LARGEST_BODY_BYTES);
    return (await act(parse(body, request))) ?? { ok: true };
  };
}

/** A page of another site can't send this type without asking first. */
function parse(body: Buffer, { headers }: IncomingMessage): unknown {
  if (headers['content-type']?.startsWith('application/json') !== true) {
    refuse(415, 'Send JSON, with content-type application/json.');
  }
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    return badRequest('the body is no JSON');
  }
}

function act<T>(schema: z.ZodType<T>, run: (input: T) => unknown): Act {
  return (body) => {
    const parsed = schema.safeParse(body);
    return parsed.success ? run(parsed.data) : badRequest(z.prettifyError(parsed.error));
  };
}

function actsOf(world: World): ReadonlyMap<string, Act> {
  return new Map<string, Act>([
    ['add-person', act(person, (one) => world.addPerson(defined(one)))],
    ['add-private-chat', act(started, (o) => world.addPrivateChat(o.personId, defined(o)))],
    ['add-group', act(group, (one) => world.addGroup(defined(one)))],
    ['say', act(saying, (one) => world.say(defined(one)))],
    ['tap', act(tapping, (one) => world.tap(defined(one)))],
    ['block', act(ofPerson, ({ personId }) => world.block(personId))],
    ['unblock', act(ofPerson, ({ personId }) => world.unblock(personId))],
    ['deactivate', act(ofPerson, ({ personId }) => world.deactivate(personId))],
    ['kick', act(byPerson, ({ chatId, personId }) => world.kick(chatId, personId))],
    ['invite', act(byPerson, ({ chatId, personId }) => world.invite(chatId, personId))],
    ['migrate', act(ofChat, ({ chatId }) => ({ chatId: world.migrate(chatId) }))],
    ['close-topic', act(ofTopic, ({ chatId, topicId }) => world.closeTopic(chatId, topicId))],
    ['reopen-topic', act(ofTopic, ({ chatId, topicId }) => world.reopenTopic(chatId, topicId))],
    ['delete-topic', act(ofTopic, ({ chatId, topicId }) => world.deleteTopic(chatId, topicId))],
    ['add-fault', act(fault, (one) => ({ id: world.faults.add(defined(one) as Fault) }))],
    ['remove-fault', act(z.object({ id: idSchema }), (one) => world.faults.remove(one.id))],
    ['clear-faults', act(z.object({}), () => world.faults.clear())],
    ['wait', act(waiting, (one) => waitForText(world, one))],
  ]);
}

function waitForText(world: World, { chatId, text, timeoutMs }: z.infer<typeof waiting>) {
  const isIt = (message: { from: { isBot: boolean }; text: string }) =>
    message.from.isBot && message.text.includes(text);
  return world.waitFor(() => world.messages(chatId).findLast(isIt), timeoutMs);
}

function looksOf(world: World): ReadonlyMap<string, (query: URLSearchParams) => unknown> {
  const number = (query: URLSearchParams, name: string) => Number(query.get(name) ?? Number.NaN);
  const place = (query: URLSearchParams) =>
    [number(query, 'chatId'), number(query, 'messageId')] as const;
  const none = () => refuse(404, 'There is no such thing.');
  return new Map<string, (query: URLSearchParams) => unknown>([
    ['people', () => world.people()],
    ['chats', () => world.chats()],
    ['messages', (query) => world.messages(number(query, 'chatId'))],
    ['message', (query) => world.message(...place(query)) ?? none()],
    ['raw', (query) => world.raw(...place(query)) ?? none()],
    ['calls', (query) => world.calls.filter(({ id }) => id > Number(query.get('after') ?? 0))],
    ['call', (query) => world.calls.find(({ id }) => id === number(query, 'id')) ?? none()],
    ['commands', (query) => world.commandsFor(number(query, 'chatId'), number(query, 'personId'))],
    ['faults', () => world.faults.list()],
  ]);
}

/** The same without the fields that are undefined. */
function defined<T extends object>(input: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}

type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
