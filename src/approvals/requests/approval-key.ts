// The identity of a request: its project and the id that its producer gave it.
import { contentId, stableName } from '../../event/event-id.ts';
import type { Approval, ApprovalRequest } from '../approval.ts';

interface Scope extends Pick<ApprovalRequest, 'visibility'> {
  readonly projectId?: string | undefined;
}

/**
 * Requests without a project have a namespace of their own, and so do internal ones: an internal request under the
 * id of a public one neither hides that from its approvers nor reveals itself to them. A later request of the
 * same identity, made after the former was settled, gets the suffix `.2`, `.3`, …
 */
export function approvalKey({ projectId, visibility }: Scope, approvalId: string): string {
  const name = stableName(projectId, approvalId);
  // redis/routing/route.lua knows this suffix too.
  return visibility === 'internal' ? `${name}-internal` : name;
}

/**
 * The requests that an id refers to, among those found that may be seen: a key refers to its own request, even if
 * another one was given that id.
 */
export function resolveId(id: string, found: readonly Approval[]): readonly Approval[] {
  const keyed = found.filter(({ request }) => request.key === id);
  return keyed.length > 0 ? keyed : found;
}

/** The keys of the requests before this one that had the same identity, the newest first; at most `most`. */
export function formerKeys(key: string, most: number): string[] {
  const [identity = '', number = '1'] = key.split('.');
  const count = Math.min(Number(number) - 1, most);
  return Array.from({ length: count }, (_, at) => {
    const former = Number(number) - 1 - at;
    return former === 1 ? identity : `${identity}.${former}`;
  });
}

/** Digest of what people decide on: another digest under the same identity is another question. */
export function contentDigest(
  request: Pick<ApprovalRequest, 'scope' | 'action' | 'context' | 'stage'>,
): string {
  const { scope, action, context, stage = null } = request;
  return contentId('approval', { scope, action, context, stage });
}
