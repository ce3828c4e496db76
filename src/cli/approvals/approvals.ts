// `jobwire approvals`: lists requests by status, or shows one in full.
import type { Tools } from '../../app-tools.ts';
import type { Approval } from '../../approvals/approval.ts';
import { approvalJson, approvalWithAudit } from '../../approvals/approval-json.ts';
import { redactApproval } from '../../approvals/decisions/redact-approval.ts';
import { type CommandArgs, defineCommand, wrongUsage } from '../command/command.ts';
import { printJson, printToStderr } from '../command/output.ts';
import { readCount } from '../command/parse-options.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { approvalDetails, approvalLine } from './approval-text.ts';
import { findApproval, MAX_SCANNED, readApprovalId } from './find-approval.ts';

const LIMIT = { fallback: 20, max: 1_000 } as const;
const STATUSES = ['pending', 'approved', 'denied', 'expired', 'canceled'] as const;
type Status = (typeof STATUSES)[number];

const options = {
  status: { type: 'string' },
  project: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = CommandArgs<typeof options>['values'];

export const approvals = defineCommand({
  usage: `approvals [ID] [--status ${STATUSES.join('|')}] [--project P] [--limit N] [--json]`,
  example: 'approvals --status denied --project shop',
  about:
    'Shows pending requests, oldest first; with --status, requests with that status, newest\n' +
    'first. With an id, or an unambiguous prefix, the whole request: votes, outcome, whether the job\n' +
    'picked it up, and the audit trail.\n\n' +
    '  --limit  how many, 1 to 1000 (20)\n' +
    '  --json   { "approvals": [...] }, or the one with its "audit", as in the HTTP API',
  options,
  async run({ values, positionals }, { clock }) {
    if (positionals.length > 0) {
      const id = readOne(positionals, values);
      return withTools({ clock }, (tools) => showOne(id, values, tools));
    }
    const status = readStatus(values.status);
    const limit = readCount('limit', values.limit, LIMIT);
    return withTools({ clock }, async (tools) => {
      const found = await ofStatus(status, values.project, tools);
      show(found.slice(0, limit), values, tools);
      if (found.length > limit) printToStderr(`${limit} of ${found.length}; --limit shows more.`);
      if (found.length === 0) printToStderr(nothing(status));
      return 0;
    });
  },
});

function readOne(positionals: readonly string[], { status, project, limit }: Values): string {
  const id = readApprovalId(positionals);
  if ([status, project, limit].every((value) => value === undefined)) return id;
  throw wrongUsage("an id can't be combined with --status, --project or --limit");
}

async function showOne(id: string, { json }: Values, tools: Tools): Promise<number> {
  const { approvals: store, redaction } = tools;
  const approval = await findApproval(id, store);
  const audit = await store.audit(approval.request.key);
  if (json) printJson(approvalWithAudit(approval, audit));
  else print(...approvalDetails(redactApproval(approval, redaction), audit.map(redaction.data)));
  return 0;
}

async function ofStatus(
  status: Status,
  project: string | undefined,
  { approvals: store }: Tools,
): Promise<Approval[]> {
  const found = status === 'pending' ? await store.pending() : await store.recent(MAX_SCANNED);
  return found.filter(
    ({ request, outcome }) =>
      status === (outcome?.status ?? 'pending') &&
      (project === undefined || request.projectId === project),
  );
}

function show(found: readonly Approval[], { json }: Values, { redaction }: Tools): void {
  if (json) printJson({ approvals: found.map(approvalJson) });
  else print(...found.map((approval) => approvalLine(redactApproval(approval, redaction))));
}

function nothing(status: Status): string {
  return status === 'pending' ? 'No request is pending.' : `No stored request is ${status}.`;
}

function readStatus(given: string | undefined): Status {
  if (given === undefined) return 'pending';
  const status = STATUSES.find((one) => one === given);
  if (status !== undefined) return status;
  throw wrongUsage(`--status is "${given}"; expected one of ${STATUSES.join(', ')}`);
}
