// What a message is about that may be replied to, as it is kept under `keys.asked`.
import type { MessageSubject } from '../../approvals/approval-store.ts';

export function writeAsked(asked: MessageSubject): string {
  const version = asked.version === undefined ? [] : [asked.version];
  if (asked.kind === 'request') return ['request', asked.approvalId, ...version].join(' ');
  // A question that a former jobwire queued is without a version: its answer does not decide.
  const user = version.length === 0 || asked.userId === undefined ? [] : [asked.userId];
  return [asked.verdict, asked.approvalId, ...version, ...user].join(' ');
}

const QUESTION_FORM = /^(approve|deny) (\S+) ([1-9]\d{0,8})(?: ([1-9]\d{0,15}))?$/;
const REQUEST_FORM = /^request (\S+)(?: ([1-9]\d{0,8}))?$/;

/**
 * Former versions of jobwire wrote `deny <id>` for questions and for requests alike: a reply to either is
 * talk now, which decides nothing.
 */
export function readAsked(text: string): MessageSubject {
  const [, verdict, asked, of, user] = QUESTION_FORM.exec(text) ?? [];
  if (asked !== undefined) {
    const wants = verdict === 'approve' ? 'approve' : 'deny';
    const who = user === undefined ? {} : { userId: Number(user) };
    return { kind: 'question', approvalId: asked, version: Number(of), verdict: wants, ...who };
  }
  const [, shown, version] = REQUEST_FORM.exec(text) ?? [];
  const approvalId = shown ?? text.slice(text.indexOf(' ') + 1);
  return {
    kind: 'request',
    approvalId,
    ...(version === undefined ? {} : { version: Number(version) }),
  };
}
