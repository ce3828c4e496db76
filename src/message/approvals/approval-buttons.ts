// The buttons below a request, and below a reminder of it.

import type { Voice } from '../locale/voice.ts';
import type { Button } from '../message.ts';
import { APPROVAL_ACTION } from '../notice.ts';

const LABELS = {
  approve: 'approval-button-approve',
  deny: 'approval-button-deny',
  approveWithNote: 'approval-button-note',
  denyWithReason: 'approval-button-reason',
} as const;

export interface Buttons {
  readonly token: string;
  /** Of the request, as the message shows it. */
  readonly version: number;
  readonly mayApprove?: boolean;
}

/** Without a way to approve where `mayApprove` is false: who did not see it all can only deny. */
export function approvalButtons(
  { token, version, mayApprove = true }: Buttons,
  { speak }: Voice,
): Button[][] {
  const button = (action: keyof typeof LABELS) => ({
    label: speak(LABELS[action]).text,
    action: APPROVAL_ACTION[action](token, version),
  });
  const row = (approving: Button, denying: Button) =>
    mayApprove ? [approving, denying] : [denying];
  return [
    row({ ...button('approve'), style: 'success' }, { ...button('deny'), style: 'danger' }),
    row(button('approveWithNote'), button('denyWithReason')),
  ];
}
