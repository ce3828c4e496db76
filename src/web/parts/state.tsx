// The state of a job or a request: a sign and a word, so that no state depends on colour alone.
import type { ApprovalStatusName, JobStatusName } from '../api/shapes.ts';
import { t } from '../locale/texts.ts';

const SIGNS: Readonly<Record<JobStatusName | ApprovalStatusName, string>> = {
  queued: '○',
  running: '▶',
  waiting: '◆',
  completed: '✓',
  failed: '✕',
  canceled: '–',
  pending: '◆',
  approved: '✓',
  denied: '✕',
  expired: '–',
};

export function StateSign({ status }: { readonly status: JobStatusName | ApprovalStatusName }) {
  return (
    <span class={`state state-${status}`}>
      <span aria-hidden="true">{SIGNS[status]}</span> {t(`state-${status}`)}
    </span>
  );
}
