// The buttons below a request, and below a reminder of it.

import type { StandingTerms } from '../../approvals/approval.ts';
import type { Voice } from '../locale/voice.ts';
import type { Button } from '../message.ts';
import { APPROVAL_ACTION } from '../notice.ts';
import { offerLabel } from './standing-text.ts';

const LABELS = {
  approve: 'approval-button-approve',
  deny: 'approval-button-deny',
  approveWithNote: 'approval-button-note',
  denyWithReason: 'approval-button-reason',
} as const;

export interface Buttons {
  readonly token: string;
  /** The version of the request that the message shows. */
  readonly version: number;
  readonly mayApprove?: boolean;
  /** Present where later requests like it may be approved as well. */
  readonly standing?: StandingTerms | undefined;
}

/** With `mayApprove: false` they only deny: nobody approves what they can't see in full. */
export function approvalButtons(
  { token, version, mayApprove = true, standing }: Buttons,
  voice: Voice,
): Button[][] {
  const { speak } = voice;
  const button = (action: keyof typeof LABELS) => ({
    label: speak(LABELS[action]).text,
    action: APPROVAL_ACTION[action](token, version),
  });
  const row = (approving: Button, denying: Button) =>
    mayApprove ? [approving, denying] : [denying];
  return [
    row({ ...button('approve'), style: 'success' }, { ...button('deny'), style: 'danger' }),
    row(button('approveWithNote'), button('denyWithReason')),
    ...(mayApprove && standing !== undefined
      ? [
          [
            {
              label: offerLabel(standing, voice),
              action: APPROVAL_ACTION.approveAlike(token, version),
            },
          ],
        ]
      : []),
  ];
}
