// The policy file on disk.
import { readFile } from 'node:fs/promises';
import type { Policies } from '../../approvals/policy/policy-schema.ts';
import { type LocatedPolicies, readLocatedPolicies } from '../../approvals/policy/read-policies.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';

/** Throws `config_invalid` if the file is missing, unreadable, not UTF-8 or invalid. */
export async function readPolicyFile(path: string): Promise<Policies> {
  return (await readLocatedPolicyFile(path)).policies;
}

/** Like `readPolicyFile`, with positions. */
export async function readLocatedPolicyFile(path: string): Promise<LocatedPolicies> {
  return readLocatedPolicies(await readText(path), path);
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    throw new JobwireError(
      'config_invalid',
      `POLICY_FILE ${path} can't be read (${messageOf(error)}); expected a readable YAML file in UTF-8, for example /etc/jobwire/policy.yaml with approvals: [{ match: { scope: push }, required: 2 }]`,
      { cause: error, details: { file: path } },
    );
  }
}
