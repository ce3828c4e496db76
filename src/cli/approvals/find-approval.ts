// Which approval somebody means: by its id, or by a beginning that fits only one.
import type { Approval } from '../../approvals/approval.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import { meantBy } from '../../approvals/requests/approval-key.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { wrongUsage } from '../command/command.ts';
import { safe } from '../command/output.ts';

/** So many of the newest are looked through for one that is settled. */
export const LOOKED_THROUGH = 5_000;
const LONGEST_ID = 512;
const LONGEST_SHOWN = 80;
const MOST_SHOWN = 5;

export function readApprovalId(positionals: readonly string[]): string {
  const [id, surplus] = positionals;
  if (id === undefined) throw wrongUsage('the id of the approval is missing');
  if (surplus !== undefined) throw wrongUsage(`"${surplus}" is one word too many`);
  if (id === '' || id.length > LONGEST_ID) {
    throw wrongUsage(`the id of an approval has 1 to ${LONGEST_ID} characters`);
  }
  return id;
}

/** Throws `missing` when none is meant, or several are; an open one is meant before a settled one. */
export async function findApproval(
  given: string,
  store: Pick<ApprovalStore, 'find' | 'pending' | 'recent'>,
): Promise<Approval> {
  const exact = meantBy(given, await store.find(given));
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return only;
  if (exact.length > 1) throw ofSeveralProjects(given, exact);
  const open = await store.pending();
  return theOne(given, open) ?? theOne(given, await store.recent(LOOKED_THROUGH)) ?? unknown(given);
}

function theOne(given: string, approvals: readonly Approval[]): Approval | undefined {
  const fitting = approvals.filter(({ request }) => request.id.startsWith(given));
  if (fitting.length < 2) return fitting[0];
  const ids = fitting.map(({ request }) => safe(request.id, LONGEST_SHOWN));
  const more = ids.length > MOST_SHOWN ? ` and ${ids.length - MOST_SHOWN} more` : '';
  const [example] = ids;
  throw new JobwireError(
    'missing',
    `several ids begin with "${safe(given, LONGEST_SHOWN)}": ${ids.slice(0, MOST_SHOWN).join(', ')}${more}; expected one of them, for example ${example}`,
  );
}

function ofSeveralProjects(given: string, approvals: readonly Approval[]): JobwireError {
  const keys = approvals.map(
    ({ request }) => `${request.key} (${safe(request.projectId ?? 'no project', LONGEST_SHOWN)})`,
  );
  return new JobwireError(
    'missing',
    `several projects have a request "${safe(given, LONGEST_SHOWN)}"; expected the key of one of them: ${keys.slice(0, MOST_SHOWN).join(', ')}`,
  );
}

function unknown(given: string): never {
  throw new JobwireError(
    'missing',
    `there is no approval "${safe(given, LONGEST_SHOWN)}"; expected an id, or its beginning, that \`jobwire approvals\` shows`,
  );
}
