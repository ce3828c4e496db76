// Whether the policy file, where there is one, can be read and says what it may.
import { readFile } from 'node:fs/promises';
import { readPolicies } from '../../approvals/read-policies.ts';
import type { Config } from '../../config.ts';
import { messageOf } from '../../errors.ts';
import type { Finding } from './finding.ts';

export async function checkPolicies({
  policyFile,
}: Pick<Config, 'policyFile'>): Promise<Finding[]> {
  if (policyFile === undefined) return [];
  const name = 'POLICY_FILE';
  try {
    const { approvals, routes } = readPolicies(await readFile(policyFile, 'utf8'), policyFile);
    const count = `${approvals.length} approval policies and ${routes.length} routes`;
    return [{ name, status: 'ok', detail: `${policyFile} has ${count}.` }];
  } catch (error) {
    const advice = 'Mend the file, or leave POLICY_FILE empty.';
    return [{ name, status: 'fail', detail: messageOf(error), advice }];
  }
}
