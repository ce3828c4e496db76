// Five people, each with a second identity, who vote on requests by every path and in every place there is.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import { PEOPLE, type Who } from '../helpers/approval-model.ts';
import { jobwire } from '../helpers/command-line.ts';
import type { Program } from '../helpers/program.ts';
import { ADMIN_TOKEN, createWorld } from '../helpers/world.ts';

export const IDS: Record<Who, number> = {
  admin: 1001,
  approver: 1002,
  requester: 1003,
  viewer: 1004,
  removed: 1005,
};
/** What the same people are called outside of Telegram. */
export const elsewhere = (who: Who) => `u-${who}`;

export const SMALL_GROUP = -5_001;
const FORUM = -1_001_000_000_001;
/** Becomes a supergroup in the middle. */
const MOVING = -5_002;

export const PLACES = ['private', 'group', 'topic a', 'topic b', 'former group'] as const;
export type Place = (typeof PLACES)[number];
/** What is asked for in a project is shown in these chats; both topics of the forum show the same. */
const PROJECTS: Record<Place, string> = {
  private: 'alone',
  group: 'crew',
  'topic a': 'forum',
  'topic b': 'forum',
  'former group': 'movers',
};
const TOPICS: Partial<Record<Place, number>> = { 'topic a': 7, 'topic b': 8 };
const WAIT_MS = 60_000;

export interface Standing {
  readonly status: string;
  readonly votes: readonly { readonly verdict: string; readonly by: { readonly id: string } }[];
  readonly audit: readonly { readonly what: string; readonly why?: string }[];
}

interface Call {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type VoteWorld = Awaited<ReturnType<typeof createVoteWorld>>;

export async function createVoteWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'jobwire-votes-'));
  const [policyFile, runsDir] = [join(folder, 'policy.yaml'), join(folder, 'runs')];
  await mkdir(runsDir);
  await writeFile(policyFile, POLICY);
  const settings = { POLICY_FILE: policyFile, PIPELINE_RUNS_DIR: runsDir };
  const world = await createWorld({ limits: 'off', settings });
  const { world: telegram } = world.simulator;
  const everybody = Object.values(IDS);
  for (const id of everybody) {
    telegram.addPerson({ id, firstName: `Person${id}`, languageCode: 'en' });
    telegram.addPrivateChat(id);
  }
  const topics = [7, 8].map((id) => ({ id, name: `Topic ${id}` }));
  telegram.addGroup({ id: FORUM, title: 'Forum', members: everybody, topics });
  for (const id of [SMALL_GROUP, MOVING]) {
    telegram.addGroup({ id, title: `Group ${id}`, members: everybody });
  }
  let movedTo = MOVING;
  let program: Program | undefined;
  const tokens = new Map<Who, string>();

  /** The pace of a chat is not what is tried here. */
  const forget = async () => {
    const keys = await world.client.keys('jobwire:pace:*');
    if (keys.length > 0) await world.client.del(...keys);
  };
  const forgetting = setInterval(() => void forget().catch(() => undefined), 50);

  function chatOf(place: Place, who: Who): number {
    switch (place) {
      case 'private':
        return IDS[who];
      case 'group':
        return SMALL_GROUP;
      case 'topic a':
      case 'topic b':
        return FORUM;
      case 'former group':
        return movedTo;
    }
  }
  const addressOf = (place: Place, who: Who) => {
    const topicId = TOPICS[place];
    return { chatId: chatOf(place, who), ...(topicId === undefined ? {} : { topicId }) };
  };
  const bubbles = (place: Place, who: Who) => {
    const { chatId, topicId } = addressOf(place, who);
    return telegram.messages(chatId).filter((one) => one.from.isBot && one.topicId === topicId);
  };
  const ask = (who: Who | 'owner', path: string, { body, ...more }: Call = {}) =>
    fetch(`${program?.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${who === 'owner' ? ADMIN_TOKEN : tokens.get(who)}`,
        'content-type': 'application/json',
        ...more.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    ...world,
    telegram,
    runsDir,
    addressOf,
    bubbles,
    projectOf: (place: Place) => PROJECTS[place],
    async start() {
      program = await world.start();
    },
    async end() {
      clearInterval(forgetting);
      await world.end();
      await rm(folder, { recursive: true, force: true });
    },
    migrate() {
      movedTo = telegram.migrate(MOVING);
    },
    /** A token that belongs to the second identity of a person. */
    async giveToken(who: Who) {
      const fields = { name: `token of ${who}`, scopes: ['read', 'decide'] };
      const made = await ask('owner', '/tokens', {
        body: { ...fields, user_id: elsewhere(who) },
      });
      tokens.set(who, ((await made.json()) as { token: string }).token);
    },
    decideOverHttp: (who: Who, id: string, headers = {}) =>
      ask(who, `/approvals/${id}/decision`, { body: { decision: 'approve' }, headers }),
    decideAtTerminal: (who: Who, id: string) =>
      jobwire({ ...world.settings, ...settings }, 'approve', id, '--as', elsewhere(who)),
    async standing(id: string): Promise<Standing> {
      return (await (await ask('owner', `/approvals/${id}`)).json()) as Standing;
    },
    /** Status, votes and audit, with people by their names here. */
    async seenOf(id: string) {
      const { status, votes, audit } = await this.standing(id);
      const nameOf = (user: string) => PEOPLE.find((who) => String(IDS[who]) === user) ?? user;
      return {
        status,
        votes: votes.map(({ verdict, by }) => ({ who: nameOf(by.id), verdict })),
        audit: audit.map(({ what }) => what).filter((what) => what !== 'picked_up'),
      };
    },
    /** The newest open copy of a request in a place. */
    copy: (place: Place, who: Who, id: string): Promise<SimMessage> =>
      telegram.waitFor(
        () =>
          bubbles(place, who).findLast(({ text, keyboard }) => {
            return text.startsWith('⚠️') && keyboard.length > 0 && text.includes(`do ${id}.`);
          }),
        WAIT_MS,
      ),
    /** What the bot says in a place in answer to what a person says there. */
    async answerTo(place: Place, who: Who, said: { text: string; replyTo?: number }) {
      const { messageId } = telegram.say({ ...addressOf(place, who), personId: IDS[who], ...said });
      return telegram.waitFor(
        () =>
          bubbles(place, who).find((one) => {
            // Where nobody else writes, an answer is what comes next, but for requests and news.
            const isNext = one.messageId > messageId && !/^(⚠️|📂|✅ Approved by)/.test(one.text);
            return one.replyTo === messageId || (place === 'private' && isNext);
          }),
        WAIT_MS,
      );
    },
    tap(message: SimMessage, who: Who, label: RegExp) {
      const { chatId, messageId } = message;
      return this.tapAsShown(telegram.message(chatId, messageId) ?? message, who, label);
    },
    /** A button that the message had then, whatever became of it. */
    async tapAsShown(message: SimMessage, who: Who, label: RegExp) {
      const { chatId, messageId, keyboard } = message;
      const data = keyboard.flat().find(({ text }) => label.test(text))?.callback_data;
      if (data === undefined) throw new Error(`no button ${label} on: ${message.text}`);
      return telegram.tap({ chatId, messageId, personId: IDS[who], data, timeoutMs: WAIT_MS });
    },
  };
}

const POLICY = `
approvals:
  - { match: { action: ["do *"] }, required: 2 }
routes:
  - { match: { project: alone }, chats: [${Object.values(IDS)
    .map((id) => `{ id: ${id}, level: approvals }`)
    .join(', ')}] }
  - { match: { project: crew }, chats: [{ id: ${SMALL_GROUP}, level: approvals }] }
  - { match: { project: forum }, chats: [{ id: ${FORUM}, topic: 7, level: approvals }, { id: ${FORUM}, topic: 8, level: approvals }] }
  - { match: { project: movers }, chats: [{ id: ${MOVING}, level: approvals }] }
`;
