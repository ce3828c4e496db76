// Two projects full of marked secrets, people of every role, and every kind of chat.
import type { Grant, Role } from '../../../../src/audience/access.ts';
import type { Subscription } from '../../../../src/audience/chat-book.ts';
import { defined } from '../../../../src/runtime/defined.ts';
import { aRequest } from '../../decisions/a-request.ts';
import { ANA, aJob, type CommandKit, createCommandKit, GROUP } from '../command-kit.ts';

type Project = 'lab' | 'shop';
const PROJECTS: readonly Project[] = ['lab', 'shop'];

export interface Person {
  readonly name: string;
  readonly userId: number;
  readonly grants: readonly Grant[];
}

/** Nobody, and each role of one project, of the other, and of all. */
export const PEOPLE: readonly Person[] = [
  { name: 'nobody', userId: 2000, grants: [] },
  ...(['viewer', 'approver', 'admin'] as const).flatMap((role: Role, at) =>
    (['lab', 'shop', undefined] as const).map((project, column) => ({
      name: `${role} of ${project ?? 'all'}`,
      userId: 2001 + at * 3 + column,
      grants: [project === undefined ? { role } : { role, projectId: `p-${project}` }],
    })),
  ),
];

export interface Place {
  readonly name: string;
  /** Absent: the private chat of the person. */
  readonly group?: { readonly topicId?: number; readonly gets: readonly Project[] };
}

export const TOPIC = 7;
export const PLACES: readonly Place[] = [
  { name: 'a private chat' },
  { name: 'a group that gets lab', group: { gets: ['lab'] } },
  {
    name: 'a topic that gets lab, in a group that gets shop',
    group: { topicId: TOPIC, gets: ['lab'] },
  },
  { name: 'a group that gets nothing', group: { gets: [] } },
];

export async function createWorld(place: Place): Promise<CommandKit> {
  const kit = await createCommandKit();
  for (const { userId, grants } of PEOPLE) {
    for (const grant of grants) await kit.members.grant(userId, grant);
  }
  // Whose roles an admin might read out before everybody.
  await kit.members.grant(1009, { role: 'approver', projectId: 'p-lab' }, { name: 'Eve Lab' });
  await kit.members.grant(1009, { role: 'viewer', projectId: 'p-shop' }, { knownAs: 'u-shop-9' });
  for (const project of PROJECTS) fill(kit, project, place);
  kit.deadLetters.bury({ id: 'deadletter-1', source: 'deadletter', raw: 'deadletter: lab, shop' });
  const subscriptions = subscriptionsIn(place);
  if (place.group !== undefined) {
    await kit.chatBook.update(GROUP, () => ({
      id: GROUP,
      kind: 'group',
      title: 'Team',
      locale: 'en',
      level: 'all',
      subscriptions,
      sponsors: [ANA],
    }));
  }
  return kit;
}

function subscriptionsIn({ group }: Place): Subscription[] {
  const own = (group?.gets ?? []).map((project) => ({
    kind: 'project' as const,
    id: `p-${project}`,
    ...(group?.topicId === undefined ? {} : { topicId: group.topicId }),
    by: ANA,
  }));
  const main = { kind: 'project', id: 'p-shop', by: ANA } as const;
  return group?.topicId === undefined ? own : [...own, main];
}

function fill(kit: CommandKit, project: Project, { group }: Place): void {
  const of = { projectId: `p-${project}`, sessionId: `s-${project}` };
  const jobs = [1, 2].map((at) =>
    aJob({ ...of, id: `j-${project}-${at}`, title: `${project} title` }),
  );
  // Both projects have a job of this id, and so one log.
  const shared = aJob({ ...of, id: 'twin', title: `${project} twin` });
  const internal = aJob({ ...of, id: `j-${project}-internal-secret`, visibility: 'internal' });
  kit.jobs.push(...jobs, shared, internal);
  const request = { ...of, action: `${project} action`, reason: `${project} reason` };
  // A group has a copy of one of them.
  const address = { chatId: GROUP, ...defined({ topicId: group?.topicId }) };
  const copies = group?.gets.includes(project) ? [{ address, token: `t-${project}` }] : [];
  for (const at of [1, 2]) {
    const asked = aRequest({ ...request, id: `a-${project}-${at}`, jobId: `j-${project}-1` });
    kit.approvals.open(asked, at === 2 ? copies : []);
  }
  kit.approvals.open(aRequest({ ...request, key: `k-${project}`, id: 'a-twin' }));
  kit.approvals.open(
    aRequest({ ...request, id: `a-${project}-internal-secret`, visibility: 'internal' }),
  );
}
