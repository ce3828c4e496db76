// GET /api/v1/members: the people with a role. Admins of some projects see the roles in these.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ROLES } from '../../../audience/access.ts';
import type { ChatBook } from '../../../audience/chat-book.ts';
import type { Members } from '../../../audience/members.ts';
import { type ListedMember, listedMembers } from '../../../audience/people/listed-members.ts';
import { defined } from '../../../runtime/defined.ts';
import { type Caller, isWithin } from '../../access/auth.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import type { Operation } from '../../documents/operation.ts';

interface Deps {
  readonly admit: Admit;
  readonly members: Pick<Members, 'all' | 'isNamedAdmin'>;
  readonly chatBook: Pick<ChatBook, 'get'>;
}

const memberAnswer = z
  .object({
    user_id: z.number(),
    name: z.string().meta({ description: 'Empty if none is known.' }),
    roles: z
      .array(z.object({ role: z.enum(ROLES), project_id: z.string().optional() }))
      .meta({ description: 'Without a project: for all of them.' }),
    is_named_admin: z.boolean().meta({
      description: "In ADMIN_USER_IDS, so the role of an admin can't be taken away here.",
    }),
    known_as: z.array(z.string()).optional().meta({
      description: 'Ids in the systems that publish events; only for admins of all projects.',
    }),
    since: z.string().optional().meta({
      description: 'Since when they have a role; only for admins of all projects.',
    }),
  })
  .meta({ id: 'Member', description: 'A person with a role.' });

const membersAnswer = z.object({ members: z.array(memberAnswer) });

const OPERATION: Operation = {
  id: 'listMembers',
  tag: 'admin',
  summary: 'List people and their roles',
  description: 'Admins of some projects see the roles in these.',
  answers: { 200: { description: 'People.', content: { 'application/json': membersAnswer } } },
};

export function registerMembers(app: FastifyInstance, { admit, members, chatBook }: Deps): void {
  const options = { onRequest: admit('admin'), config: { operation: OPERATION } };
  app.get('/api/v1/members', options, async (request) => {
    const caller = callerOf(request);
    const listed = await listedMembers(({ projectId }) => isWithin(caller, projectId), {
      members,
      chatBook,
    });
    const people = listed.map((member) => memberJson(member, caller));
    return { members: people } satisfies z.infer<typeof membersAnswer>;
  });
}

/** When somebody joined, and what other systems call them, may be about projects of others. */
function memberJson(
  { userId, name, grants, isNamed, knownAs, since }: ListedMember,
  { projects }: Caller,
) {
  return {
    user_id: userId,
    name,
    roles: grants.map(({ role, projectId }) => ({ role, ...defined({ project_id: projectId }) })),
    is_named_admin: isNamed && grants.some(({ projectId }) => projectId === undefined),
    ...(projects === 'all' ? { known_as: [...knownAs], ...defined({ since }) } : {}),
  };
}
