// Finds an approval by its id, or by an unambiguous prefix.
import type { Approval } from '../../approvals/approval.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import { resolveId } from '../../approvals/requests/approval-key.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { wrongUsage } from '../command/command.ts';
import { safe } from '../command/output.ts';
import { severalIds } from '../command/several-ids.ts';

/** How many of the newest are searched for a settled one. */
export const MAX_SCANNED = 5_000;
const MAX_SHOWN = 80;
const MAX_SHOWN_COUNT = 5;

export function readApprovalId(positionals: readonly string[]): string {
  const [id, surplus] = positionals;
  if (id === undefined) throw wrongUsage('the id of the approval is missing');
  if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
  if (id === '' || id.length > MAX_ID) {
    throw wrongUsage(`the id of an approval must have 1 to ${MAX_ID} characters`);
  }
  return id;
}

/** Throws `missing` if there is none, and refuses several as wrong usage; open ones take precedence over settled ones. */
export async function findApproval(
  given: string,
  store: Pick<ApprovalStore, 'find' | 'pending' | 'recent'>,
): Promise<Approval> {
  const exact = resolveId(given, await store.find(given));
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return only;
  if (exact.length > 1) throw ambiguousError(given, exact);
  const open = await store.pending();
  return (
    uniqueMatch(given, open) ??
    uniqueMatch(given, await store.recent(MAX_SCANNED)) ??
    unknown(given)
  );
}

function uniqueMatch(given: string, approvals: readonly Approval[]): Approval | undefined {
  const matching = approvals.filter(({ request }) => request.id.startsWith(given));
  if (matching.length < 2) return matching[0];
  const ids = matching.map(({ request }) => request.id);
  throw severalIds('requests', given, ids);
}

function ambiguousError(given: string, approvals: readonly Approval[]): JobwireError {
  const keys = approvals.map(
    ({ request }) => `${request.key} (${safe(request.projectId ?? 'no project', MAX_SHOWN)})`,
  );
  return wrongUsage(
    `several projects have a request "${safe(given, MAX_SHOWN)}"; expected the key of one of them: ${keys.slice(0, MAX_SHOWN_COUNT).join(', ')}`,
  );
}

function unknown(given: string): never {
  throw new JobwireError(
    'missing',
    `there is no approval "${safe(given, MAX_SHOWN)}"; expected an id, or a prefix of one, that \`jobwire approvals\` shows`,
  );
}
