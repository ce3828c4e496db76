// What is said of a policy file that is refused.
import { readPolicies } from '../../../src/approvals/policy/read-policies.ts';
import { JobwireError } from '../../../src/runtime/errors.ts';

/** The lines of the refusal without its first, and without the file's name. */
export function problemsIn(text: string): string[] {
  const [, ...lines] = refusal(text).message.split('\n');
  return lines.map((line) => line.replace('  policy.yaml:', ''));
}

export function refusal(text: string): JobwireError {
  try {
    readPolicies(text, 'policy.yaml');
  } catch (error) {
    if (error instanceof JobwireError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}
