// What of a request its producer could not have, and who has to agree where several policies count.
import { describe, expect, it } from 'vitest';
import type { ApprovalRequest, RequestProblem } from '../../../src/approvals/approval.ts';
import { render } from '../speaking.ts';
import { NOW, outcome, short, standing } from './approvals.ts';

function text(request: ApprovalRequest, locale = 'en', settled = false) {
  const approval = standing(request, settled ? { outcome: outcome({ status: 'expired' }) } : {});
  const [message] = render(
    { kind: 'approval', approval, token: 'abcdefghijklmnopqrstuv', now: NOW },
    locale,
  );
  return message?.body.text ?? '';
}

const PROBLEMS: Readonly<Record<RequestProblem, { en: string; de: string }>> = {
  expires_at_unreadable: {
    en: "❗ The request gives a deadline that I can't read, so it does not count",
    de: '❗ Die Anfrage nennt ein Ende, das ich nicht lesen kann; es zählt nicht',
  },
  timeout_unreadable: {
    en: "❗ The request gives a timeout that I can't read, so it does not count",
    de: '❗ Die Anfrage nennt eine Frist, die ich nicht lesen kann; sie zählt nicht',
  },
  over_on_arrival: {
    en: '❗ This had expired before the request arrived',
    de: '❗ Die Frist war schon vorbei, als die Anfrage ankam',
  },
  approval_by_silence_refused: {
    en: '❗ The request wants silence to count as approval; here it does not',
    de: '❗ Die Anfrage will, dass Schweigen als Freigabe zählt; hier tut es das nicht',
  },
};

describe('a problem of a request', () => {
  it.each(Object.entries(PROBLEMS))('is shown while it waits and after: %s', (problem, lines) => {
    const request = { ...short, problems: [problem as RequestProblem] };
    for (const settled of [false, true]) {
      expect(text(request, 'en', settled).split('\n')).toContain(lines.en);
      expect(text(request, 'de', settled).split('\n')).toContain(lines.de);
    }
  });

  it('is not shown where there is none', () => {
    expect(text(short)).not.toContain('❗');
  });
});

it('names every list that an approver must be in', () => {
  const approvers = { roles: ['approver', 'admin'], users: [] } as const;
  const alsoApprovers = [
    { roles: [], users: ['1001', '1002'] },
    { roles: [], users: [] },
  ];
  const request = { ...short, terms: { ...short.terms, approvers, alsoApprovers } };
  expect(text(request)).toContain(
    '👥 May decide: approvers, admins\n👥 … and only if also among: 2 named people\n👥 By policy nobody',
  );
});
