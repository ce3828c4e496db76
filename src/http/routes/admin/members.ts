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

interface Deps {
  readonly admit: Admit;
  readonly members: Pick<Members, 'all' | 'isNamedAdmin'>;
  readonly chatBook: Pick<ChatBook, 'get'>;
}

const memberAnswer = z.object({
  user_id: z.number(),
  /** Empty if none is known. */
  name: z.string(),
  /** Without a project: for all of them. */
  roles: z.array(z.object({ role: z.enum(ROLES), project_id: z.string().optional() })),
  /** In ADMIN_USER_IDS, so the role of an admin can't be taken away here. */
  is_named_admin: z.boolean(),
  /** Ids in the systems that publish events; only for admins of all projects. */
  known_as: z.array(z.string()).optional(),
  /** Since when they have a role; the same. */
  since: z.string().optional(),
});

export const membersAnswer = z.object({ members: z.array(memberAnswer) });

export function registerMembers(app: FastifyInstance, { admit, members, chatBook }: Deps): void {
  app.get('/api/v1/members', { onRequest: admit('admin') }, async (request) => {
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
