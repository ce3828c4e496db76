// A world in memory with a marker in everything that a command could tell: of lab, of shop, of a project that only people
// of all projects know, of no project, of what is internal, and of what admins look after.
import { isAdmin, isAdminSomewhere, type Member, maySee } from '../../../src/audience/access.ts';
import type { Chat, Subscription } from '../../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { ALERT_ACTION, JOB_ACTION } from '../../../src/message/notice.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createMarkers, type Markers, type Owner } from '../../hostile/markers.ts';
import {
  ANA,
  aJob,
  CHANNEL,
  type CommandKit,
  createCommandKit,
  GROUP,
} from '../commands/command-kit.ts';
import { PEOPLE } from '../commands/people/rights-world.ts';
import { aRequest } from '../decisions/a-request.ts';
import { KNOWN_PERSON, known } from './known.ts';

const TOPIC = 7;
export interface LeakPlace {
  readonly name: string;
  /** Absent: the private chat of the person. */
  readonly chatId?: number;
  readonly topicId?: number;
  /** What everybody who reads there may see. */
  readonly sees: readonly Owner[];
}

export const PLACES: readonly LeakPlace[] = [
  { name: 'a private chat', sees: [] },
  { name: 'a group that gets lab', chatId: GROUP, sees: ['lab'] },
  { name: 'a topic that gets shop, in that group', chatId: GROUP, topicId: TOPIC, sees: ['shop'] },
  { name: 'a channel', chatId: CHANNEL, sees: [] },
];

/** What a person may see in private. */
export function seenBy(member: Member | undefined): readonly Owner[] {
  const sees = (projectId: string | undefined, visibility: 'public' | 'internal') =>
    maySee(member, { projectId, visibility });
  return [
    ...(sees('p-lab', 'public') ? (['lab'] as const) : []),
    ...(sees('p-shop', 'public') ? (['shop'] as const) : []),
    // Somebody of vault knows its name.
    ...(member?.grants.some(({ projectId = '' }) => projectId.startsWith('mk'))
      ? (['vault', 'project'] as const)
      : []),
    ...(sees(undefined, 'public') ? (['vault', 'project', 'nobody'] as const) : []),
    ...(sees('p-lab', 'internal') ? (['internal'] as const) : []),
    ...(isAdminSomewhere(member) ? (['people'] as const) : []),
    ...(isAdmin(member) ? (['admin'] as const) : []),
  ];
}

export interface LeakWorld {
  readonly kit: CommandKit;
  readonly markers: Markers;
  /** Of messages about everything. */
  readonly buttons: readonly string[];
  /** All that was said while it was walked. */
  readonly said: string[];
  /** As they are at the beginning. */
  readonly chats: ReadonlyMap<number, Chat>;
}

const FORUM: Chat = {
  ...{ id: GROUP, kind: 'group', title: 'Team', locale: 'en', level: 'all', sponsors: [ANA] },
  subscriptions: [gets('p-lab'), { ...gets('p-shop'), topicId: TOPIC }],
};

function gets(id: string): Subscription {
  return { kind: 'project', id, by: ANA };
}

export async function createLeakWorld(): Promise<LeakWorld> {
  const kit = await createCommandKit();
  const markers = createMarkers();
  for (const { userId, grants } of PEOPLE) {
    for (const grant of grants) await kit.members.grant(userId, grant);
  }
  await kit.members.grant(
    KNOWN_PERSON,
    { role: 'approver', projectId: 'p-lab' },
    { name: markers.plant('name of a person', 'people') },
  );
  await kit.members.grant(
    KNOWN_PERSON,
    { role: 'viewer', projectId: 'p-shop' },
    { knownAs: markers.plant('linked id of a person', 'admin') },
  );
  const vault = markers.plant('name of a project', 'project');
  await kit.members.grant(
    1008,
    { role: 'admin', projectId: vault },
    { name: markers.plant('name of somebody of vault', 'admin') },
  );
  const places = [
    { owner: 'lab', ...known('lab') },
    { owner: 'shop', ...known('shop') },
    { owner: 'vault', ...known('vault'), projectId: vault },
    { owner: 'nobody', ...known('none'), projectId: undefined },
  ] as const;
  const buttons: string[] = [];
  for (const place of places) buttons.push(...(await fill(kit, markers, place)));
  await fillBetween(kit, markers);
  const world = { kit, markers, buttons, said: [], chats: chatsOf(markers) };
  await resetChats(world);
  return world;
}

interface Fill {
  readonly owner: Owner;
  readonly projectId: string | undefined;
  readonly session: string;
  readonly job: string;
  readonly request: string;
}

/** Answers the buttons of messages about it, which are still in chats that got it once. */
async function fill(kit: CommandKit, markers: Markers, place: Fill): Promise<string[]> {
  const { owner, projectId } = place;
  const mark = (what: string) => markers.plant(`${what} of ${owner}`, owner);
  const of = { ...(projectId === undefined ? {} : { projectId }), sessionId: place.session };
  const job = (fields: Parameters<typeof aJob>[0]) => {
    const { projectId: _, ...plain } = aJob({ ...fields, ...of });
    return { ...plain, ...of, ...fields };
  };
  const secretSession = mark('session');
  kit.jobs.push(
    job({ id: place.job, title: mark('title of a job') }),
    job({ id: mark('job'), title: mark('title of a hidden job'), sessionId: secretSession }),
    // Every project has a job of this id, and they share the log of the id.
    job({ id: 'twin', title: mark('title of a twin') }),
  );
  const ask = { ...of, jobId: place.job, action: mark('action'), reason: mark('reason') };
  kit.approvals.open(aRequest({ ...ask, key: `k-${owner}`, id: place.request }));
  kit.approvals.open(aRequest({ ...ask, key: mark('key of a request'), id: mark('request') }));
  kit.approvals.open(aRequest({ ...ask, key: `k-twin-${owner}`, id: 'a-twin' }));
  const position = await tell(kit, { ...of, jobId: place.job, type: 'job.failed' }, mark('error'));
  await tell(kit, { ...of, jobId: place.job, type: 'job.progress' }, mark('step'));
  const key = jobKey(projectId, place.job);
  return [
    ...[JOB_ACTION.log(key), JOB_ACTION.mute(key)],
    ...[ALERT_ACTION.error(position), ALERT_ACTION.seen(position)],
  ];
}

async function tell(kit: CommandKit, fields: Partial<CanonicalEvent>, text: string) {
  const { projectId: _, ...plain } = anEvent();
  const event = { ...plain, ...fields, data: { error: text, step: text } };
  const done = await kit.journal.append({ candidates: [candidate(event)], deadLetters: [] });
  return done.kind === 'appended' ? (done.positions[0] ?? '') : '';
}

/** What is internal on lab's public job, and what admins look after. */
async function fillBetween(kit: CommandKit, markers: Markers): Promise<void> {
  const internal = (what: string) => markers.plant(`internal ${what}`, 'internal');
  const of = { projectId: 'p-lab', sessionId: 's-lab', visibility: 'internal' } as const;
  kit.jobs.push(aJob({ ...of, id: internal('job'), title: internal('title') }));
  const ask = { ...of, jobId: 'j-lab', action: internal('action'), reason: internal('reason') };
  kit.approvals.open(aRequest({ ...ask, key: internal('key'), id: internal('request') }));
  await tell(kit, { ...of, jobId: 'j-lab', type: 'job.updated' }, internal('step'));
  const letter = (what: string) => markers.plant(`${what} of a dead letter`, 'admin');
  kit.deadLetters.bury({ source: letter('source'), raw: letter('text'), reason: letter('reason') });
  await kit.tokens.create({ name: markers.plant('name of a token', 'admin'), scopes: ['read'] });
}

/** As they were: what a command changed must not decide what the next one may show. */
export async function resetChats({ kit: { chatBook }, chats }: LeakWorld): Promise<void> {
  for (const [id, chat] of chats) {
    if (chatBook.chats.get(id) !== chat) await chatBook.update(id, () => chat);
  }
}

function chatsOf(markers: Markers): ReadonlyMap<number, Chat> {
  const title = markers.plant('title of another group', 'admin');
  const own = PEOPLE.map(({ userId }) => privateChat(userId));
  const all = [...own, FORUM, { ...FORUM, id: -77, title }];
  return new Map(all.map((chat) => [chat.id, chat]));
}

function privateChat(userId: number): Chat {
  const plain = { kind: 'private', title: 'x', locale: 'en', level: 'all' } as const;
  const everything = { kind: 'everything', id: '', by: userId } as const;
  return { id: userId, ...plain, subscriptions: [everything], sponsors: [userId] };
}
