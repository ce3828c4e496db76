// The buttons below a request, and below a reminder of it.
import type { Button } from './message.ts';
import { APPROVAL_ACTION } from './notice.ts';
import type { Voice } from './voice.ts';

const LABELS = {
  approve: 'approval-button-approve',
  deny: 'approval-button-deny',
  denyWithReason: 'approval-button-reason',
} as const;

/** Without a way to approve where `mayApprove` is false: who did not see it all can only deny. */
export function approvalButtons(
  token: string,
  { speak }: Voice,
  { mayApprove = true }: { readonly mayApprove?: boolean } = {},
): Button[][] {
  const button = (action: keyof typeof LABELS) => ({
    label: speak(LABELS[action]).text,
    action: APPROVAL_ACTION[action](token),
  });
  const approve: Button[] = mayApprove ? [{ ...button('approve'), style: 'success' }] : [];
  return [[...approve, { ...button('deny'), style: 'danger' }], [button('denyWithReason')]];
}
