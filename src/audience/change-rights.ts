// Who may change what a group gets: approvers and admins of the projects concerned, never viewers. Pure.
import { isApproverSomewhere, mayDecide, maySee, type Rights } from './access.ts';
import type { Address, Subscription } from './chat-book.ts';
import type { FileRoute } from './file-route.ts';

/** A project; `undefined` stands for all projects and for no project. */
export type Concern = string | undefined;

/** `concerns`: the projects that the change affects. If it affects none, any approver may. */
export function mayChange(member: Rights | undefined, concerns: readonly Concern[]): boolean {
  return (
    isApproverSomewhere(member) &&
    concerns.every((projectId) => mayDecide(member, { projectId, visibility: 'public' }))
  );
}

/** Everything that a person may see: what a subscription to everything, or to something unknown, may deliver. */
export function concernsOf(person: Rights | undefined): Concern[] {
  return [...new Set((person?.grants ?? []).map(({ projectId }) => projectId))];
}

/**
 * The projects that a subscription delivers. `found`: those of the job or session that it names, in case that was
 * unknown when it was made.
 */
export function subscriptionConcerns(
  { kind, id, projectId }: Subscription,
  person: Rights | undefined,
  found: readonly Concern[],
): Concern[] {
  switch (kind) {
    case 'everything':
      return concernsOf(person);
    case 'project':
      return [id];
    case 'session':
    case 'job':
      return projectId === undefined ? visibleTo(found, person) : [projectId];
  }
}

function visibleTo(found: readonly Concern[], person: Rights | undefined): Concern[] {
  return found.filter((projectId) => maySee(person, { projectId, visibility: 'public' }));
}

const WILDCARD = /[*?]/;

/** The projects that the policy file routes to a topic, or to a chat with all its topics. */
export function routeConcerns(
  { chatId, topicId }: Address,
  routes: readonly FileRoute[],
): Concern[] {
  const here = routes.filter(({ chats }) =>
    chats.some(
      ({ address }) =>
        address.chatId === chatId && (topicId === undefined || address.topicId === topicId),
    ),
  );
  return here.flatMap(({ match: { project } }): Concern[] =>
    project === undefined || project.some((pattern) => WILDCARD.test(pattern))
      ? [undefined]
      : [...project],
  );
}
