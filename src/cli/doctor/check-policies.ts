// Checks that the policy file, if any, is valid and as safe as it looks.
import { readPoliciesAt } from '../../app-settings.ts';
import type { LocatedPolicies } from '../../approvals/policy/read-policies.ts';
import type { Config } from '../../config/load-config.ts';
import { messageOf } from '../../runtime/errors.ts';
import { approverWarnings, type KnownPeople } from './approver-warnings.ts';
import type { DoctorFinding } from './finding.ts';
import { type PolicyWarning, policyWarnings } from './policy-warnings.ts';

type Settings = Pick<Config, 'policyFile'>;

/** Name of these checks. */
export const POLICY_FILE = 'POLICY_FILE';

export async function checkPolicies({ policyFile }: Settings): Promise<DoctorFinding[]> {
  if (policyFile === undefined) return [];
  try {
    const file = await readPoliciesAt(policyFile);
    const warnings = policyWarnings(file.policies);
    return [
      ofFile(policyFile, file),
      ...withoutDefault(policyFile, file),
      ...warningsAt(policyFile, file, warnings),
    ];
  } catch (error) {
    const advice = 'Fix the file, or leave POLICY_FILE empty.';
    return [{ name: POLICY_FILE, status: 'fail', detail: messageOf(error), advice }];
  }
}

/** Warnings about a valid file with regard to these people and chats. */
export async function checkApprovers(
  { policyFile }: Settings,
  known: KnownPeople,
): Promise<DoctorFinding[]> {
  if (policyFile === undefined) return [];
  const file = await readPoliciesAt(policyFile).catch(() => undefined);
  if (file === undefined) return [];
  return warningsAt(policyFile, file, approverWarnings(file.policies, known));
}

function ofFile(policyFile: string, { policies }: LocatedPolicies): DoctorFinding {
  const { approvals, routes } = policies;
  const rules = approvals.kind === 'file' ? approvals.rules.length : 0;
  const detail = `${policyFile} has ${rules} approval policies and ${routes.length} routes.`;
  return { name: POLICY_FILE, status: 'ok', detail };
}

function withoutDefault(policyFile: string, { hasDefault }: LocatedPolicies): DoctorFinding[] {
  if (hasDefault) return [];
  const detail = `${policyFile} has no default: what no policy matches needs one approver or admin within a day.`;
  const advice = 'Add default: at its end, with the terms for everything else.';
  return [{ name: POLICY_FILE, status: 'warn', detail, advice }];
}

function warningsAt(
  policyFile: string,
  { positionOf }: LocatedPolicies,
  warnings: readonly PolicyWarning[],
): DoctorFinding[] {
  return warnings.map(({ path, text, advice }) => ({
    name: POLICY_FILE,
    status: 'warn',
    detail: `${policyFile}:${positionOf(path).line}: ${text}`,
    advice,
  }));
}
