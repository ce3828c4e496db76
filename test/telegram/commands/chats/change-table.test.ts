// Who may change what a chat gets, by command and by button: a row for each person, written by hand.
import { describe, expect, it } from 'vitest';
import { CHAT_COMMANDS } from '../../../../src/telegram/commands/registry.ts';
import type { Posted } from '../../../helpers/recording-outbox.ts';
import { type CommandKit, GROUP } from '../command-kit.ts';
import { createWorld, PEOPLE, PLACES, type Place, TOPIC } from '../people/rights-world.ts';

const NOBODY: readonly string[] = [];
const APPROVERS = ['approver of lab', 'approver of all', 'admin of lab', 'admin of all'];
const OF_ALL = ['approver of all', 'admin of all'];
const OF_SHOP = ['approver of shop', 'admin of shop'];
const ANY_APPROVER = [...APPROVERS, ...OF_SHOP];
const EVERYBODY = ['viewer of lab', 'viewer of shop', 'viewer of all', ...ANY_APPROVER];
const SEES_LAB = ['viewer of lab', 'viewer of all', ...APPROVERS];

const [PRIVATE, LAB, MIXED, EMPTY] = PLACES.map(({ name }) => name);

/** By place: who may change the chat as a whole, or this topic of it, add lab to it, take lab from it. `name`:
 * a job or session of lab, which to people of shop is only a name; it brings what they may see, and people of lab are asked
 * first where it is part of what the chat gets. `only`: follow lab and nothing else. */
const MAY: Readonly<
  Record<
    string,
    Readonly<Record<'whole' | 'here' | 'add' | 'name' | 'take' | 'only', readonly string[]>>
  >
> = {
  [PRIVATE ?? '']: {
    whole: EVERYBODY,
    here: EVERYBODY,
    add: SEES_LAB,
    name: EVERYBODY,
    take: NOBODY,
    only: SEES_LAB,
  },
  [LAB ?? '']: {
    whole: APPROVERS,
    here: APPROVERS,
    add: APPROVERS,
    name: OF_SHOP,
    take: APPROVERS,
    only: APPROVERS,
  },
  // The language of a group is that of all its topics.
  [MIXED ?? '']: {
    whole: OF_ALL,
    here: APPROVERS,
    add: APPROVERS,
    name: OF_SHOP,
    take: APPROVERS,
    only: APPROVERS,
  },
  [EMPTY ?? '']: {
    whole: ANY_APPROVER,
    here: ANY_APPROVER,
    add: APPROVERS,
    name: ANY_APPROVER,
    take: NOBODY,
    only: APPROVERS,
  },
};

const CHANGES = [
  { text: '/level off', needs: 'here' },
  { text: '/cards off', needs: 'here' },
  { text: '/mute 2h', needs: 'here' },
  { text: '/mute nightly-1', needs: 'here' },
  { text: '/quiet 22-7', needs: 'here' },
  { text: '/quiet Europe/Berlin', needs: 'here' },
  { text: '/language de', needs: 'whole' },
  { text: '/subscribe project p-lab', needs: 'add' },
  { text: '/subscribe job j-lab-1', needs: 'name' },
  { text: '/subscribe session s-lab', needs: 'name' },
  { text: '/unsubscribe project p-lab', needs: 'take' },
  { button: 'level:off', below: '/level', needs: 'here' },
  { button: 'cards:off', below: '/cards', needs: 'here' },
  { button: 'mute:2h', below: '/mute', needs: 'here' },
  { button: 'mute-job:nightly-1', below: '/mute', needs: 'here' },
  { button: 'quiet:1320-420', below: '/quiet', needs: 'here' },
  { button: 'lang:de', below: '/language', needs: 'whole' },
  { button: 'sub:project:p-lab', below: '/subscribe project p-', needs: 'add' },
  { button: 'only:project:p-lab', below: '/subscribe project p-lab', needs: 'only' },
] as const;

/** Commands that change nothing that a chat gets; /start only makes it known, /unmute takes back what /mute did. */
const NO_CHANGES = new Set([
  ...[
    'approvals',
    'approve',
    'deny',
    'standing',
    'tail',
    'stop',
    'jobs',
    'job',
    'sessions',
    'history',
  ],
  ...['subscriptions', 'whoami', 'help', 'start', 'unmute', 'why'],
  ...['invite', 'members', 'grant', 'revoke', 'dlq', 'health'],
]);

type Change = (typeof CHANGES)[number];

const chatIdIn = ({ group }: Place, userId: number) => (group === undefined ? userId : GROUP);

/** A message of the bot with this button; somebody else asked for it. */
function withButton(chatId: number, { group }: Place, action: string): Posted {
  const topic = group?.topicId === undefined ? {} : { topicId: TOPIC };
  return {
    address: { chatId, ...topic },
    message: { body: { text: 'x', spans: [] }, silent: true, buttons: [[{ label: 'x', action }]] },
  };
}

/** The texts in the chat, and in the answer to a tap. */
async function make(kit: CommandKit, change: Change, who: { userId: number; place: Place }) {
  const chatId = chatIdIn(who.place, who.userId);
  const { topicId } = who.place.group ?? {};
  if ('text' in change) {
    const where = { chatId, ...(topicId === undefined ? {} : { topicId }) };
    const posted = await kit.hear(who.userId, change.text, where);
    return posted.map(({ message }) => message.body.text).join('\n');
  }
  const before = kit.outbox.posted.length;
  const { text } = await kit.tap(
    who.userId,
    withButton(chatId, who.place, change.button),
    change.button,
  );
  const posted = kit.outbox.posted.slice(before).map(({ message }) => message.body.text);
  return [text.text, ...posted].join('\n');
}

describe.each(PLACES)('in $name', (place) => {
  describe.each(PEOPLE)('$name', ({ name, userId }) => {
    it.each(
      CHANGES.map((change) => ({
        ...change,
        what: 'text' in change ? change.text : change.button,
      })),
    )('$what needs: $needs', async ({ what: _, ...change }) => {
      const kit = await createWorld(place);
      const chatId = chatIdIn(place, userId);
      const state = () => JSON.stringify(kit.chatBook.chats.get(chatId));
      const before = state();
      const said = await make(kit, change, { userId, place });
      const may = MAY[place.name]?.[change.needs].includes(name) === true;
      const adds = 'text' in change && change.text.startsWith('/subscribe');
      const isBefore = state() === before;
      // The project may be there already, by somebody else: theirs is added beside it.
      expect([said, isBefore]).toEqual([said, !may]);
      // Whoever may not is told so, strangers too.
      expect(said.trim()).not.toBe('');
      if (place.group === undefined || !may) return;
      expect(said).toMatch(new RegExp(`(Changed by|Geändert von) P${userId}`));
      expect(adds && JSON.parse(state()).subscriptions.at(-1).by).toBe(adds && userId);
    });
  });
});

it('every command that changes what a chat gets is in the table', () => {
  const tried = new Set(
    CHANGES.flatMap((change) => ('text' in change ? [change.text.split(' ')[0]?.slice(1)] : [])),
  );
  const others = CHAT_COMMANDS.filter(({ name }) => !tried.has(name) && !NO_CHANGES.has(name));
  expect(others.map(({ name }) => name)).toEqual([]);
});

describe('the answer to somebody who may not', () => {
  it('is the reason, and reveals nothing else', async () => {
    const [, lab] = PLACES;
    if (lab === undefined) throw new Error('no such place');
    const kit = await createWorld(lab);
    const viewer = PEOPLE.find(({ name }) => name === 'viewer of shop');
    const said = await make(kit, CHANGES[0], { userId: viewer?.userId ?? 0, place: lab });
    expect(said).toBe(
      'Only an approver or admin of everything this concerns can change what I post here. Nothing was changed.',
    );
  });
});
