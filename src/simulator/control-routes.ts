// Controls the world by JSON, for tests in other processes and the page: POST /sim/<action> calls the
// World's method of that name, GET /sim/<view> reads.
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
  sayOptions,
  started,
  tapOptions,
  waitOptions,
} from './control-requests.ts';
import { badRequest, refuse } from './protocol/refusal.ts';
import type { Fault } from './world/faults.ts';
import type { World } from './world/world.ts';

/** Resolves with the JSON to answer; refuses a wrong request (protocol/refusal.ts). */
export type Control = (request: IncomingMessage, url: URL) => Promise<unknown>;

type Action = (body: unknown) => unknown;

const MAX_BODY_BYTES = 1024 * 1024;

export function createControl(world: World): Control {
  const actions = actionsOf(world);
  const views = viewsOf(world);
  return async (request, url) => {
    const name = url.pathname.slice('/sim/'.length);
    if (request.method === 'GET') {
      const view = views.get(name) ?? refuse(404, `There is no view /sim/${name}.`);
      return view(url.searchParams);
    }
    const act = actions.get(name) ?? refuse(404, `There is no action /sim/${name}.`);
    const body = await readBody(request, MAX_BODY_BYTES);
    return (await act(parse(body, request))) ?? { ok: true };
  };
}

/** Another site's page can't send this content type without a preflight request. */
function parse(body: Buffer, { headers }: IncomingMessage): unknown {
  if (headers['content-type']?.startsWith('application/json') !== true) {
    refuse(415, 'Send JSON, with content-type application/json.');
  }
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    return badRequest('the body is not JSON');
  }
}

function act<T>(schema: z.ZodType<T>, run: (input: T) => unknown): Action {
  return (body) => {
    const parsed = schema.safeParse(body);
    return parsed.success ? run(parsed.data) : badRequest(z.prettifyError(parsed.error));
  };
}

function actionsOf(world: World): ReadonlyMap<string, Action> {
  return new Map<string, Action>([
    ['add-person', act(person, (one) => world.addPerson(defined(one)))],
    ['add-private-chat', act(started, (o) => world.addPrivateChat(o.personId, defined(o)))],
    ['add-group', act(group, (one) => world.addGroup(defined(one)))],
    ['say', act(sayOptions, (one) => world.say(defined(one)))],
    ['tap', act(tapOptions, (one) => world.tap(defined(one)))],
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
    ['wait', act(waitOptions, (one) => waitForText(world, one))],
  ]);
}

function waitForText(world: World, { chatId, text, timeoutMs }: z.infer<typeof waitOptions>) {
  const matches = (message: { from: { isBot: boolean }; text: string }) =>
    message.from.isBot && message.text.includes(text);
  return world.waitFor(() => world.messages(chatId).findLast(matches), timeoutMs);
}

function viewsOf(world: World): ReadonlyMap<string, (query: URLSearchParams) => unknown> {
  const number = (query: URLSearchParams, name: string) => Number(query.get(name) ?? Number.NaN);
  const address = (query: URLSearchParams) =>
    [number(query, 'chatId'), number(query, 'messageId')] as const;
  const none = () => refuse(404, 'There is no such thing.');
  return new Map<string, (query: URLSearchParams) => unknown>([
    ['people', () => world.people()],
    ['chats', () => world.chats()],
    ['messages', (query) => world.messages(number(query, 'chatId'))],
    ['message', (query) => world.message(...address(query)) ?? none()],
    ['raw', (query) => world.raw(...address(query)) ?? none()],
    ['calls', (query) => world.calls.filter(({ id }) => id > Number(query.get('after') ?? 0))],
    ['call', (query) => world.calls.find(({ id }) => id === number(query, 'id')) ?? none()],
    ['commands', (query) => world.commandsFor(number(query, 'chatId'), number(query, 'personId'))],
    [
      'init-data',
      (query) => ({ data: world.initData(number(query, 'chatId'), number(query, 'personId')) }),
    ],
    ['menu-button', (query) => world.menuButton(number(query, 'personId'))],
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
