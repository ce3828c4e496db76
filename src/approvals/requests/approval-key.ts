// The identity of a request: its project and the id that its producer gave it.
import { contentId, stableName } from '../../event/event-id.ts';
import type { Approval, ApprovalRequest } from '../approval.ts';

interface Scope extends Pick<ApprovalRequest, 'visibility'> {
  readonly projectId?: string | undefined;
}

/**
 * A request without a project is one of its own, and so is an internal one: asked under the id of a public
 * one, it neither hides that from its approvers nor shows them what is internal. A later request of the
 * same identity, asked after the former was settled, has `.2`, `.3`, … behind it.
 */
export function approvalKey({ projectId, visibility }: Scope, approvalId: string): string {
  const name = stableName(projectId, approvalId);
  // redis/routing/route.lua knows this ending too.
  return visibility === 'internal' ? `${name}-internal` : name;
}

/**
 * The requests that an id means, of those that were found under it and may be seen: a key means its request,
 * also where somebody has called another one like that.
 */
export function meantBy(id: string, found: readonly Approval[]): readonly Approval[] {
  const keyed = found.filter(({ request }) => request.key === id);
  return keyed.length > 0 ? keyed : found;
}

/** Of exactly what people decide on: another digest under the same identity is another question. */
export function contentDigest(
  request: Pick<ApprovalRequest, 'scope' | 'action' | 'context' | 'stage'>,
): string {
  const { scope, action, context, stage = null } = request;
  return contentId('approval', { scope, action, context, stage });
}
