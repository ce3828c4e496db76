// The identity of a request: its project and the id that its producer gave it.
import { contentId, stableName } from '../event/event-id.ts';
import type { ApprovalRequest } from './approval.ts';

/**
 * A request without a project is one of its own. A later request of the same identity, asked after the
 * former was settled, has `.2`, `.3`, … behind it.
 */
export function approvalKey(projectId: string | undefined, approvalId: string): string {
  return stableName(projectId, approvalId);
}

/** Of exactly what people decide on: another digest under the same identity is another question. */
export function contentDigest(
  request: Pick<ApprovalRequest, 'scope' | 'action' | 'context' | 'stage'>,
): string {
  const { scope, action, context, stage = null } = request;
  return contentId('approval', { scope, action, context, stage });
}
