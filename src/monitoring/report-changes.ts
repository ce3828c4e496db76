// Reports the verdict on a component: to Health each time, to the log only on a change.
import type { Health } from '../runtime/health.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Verdict } from './verdict.ts';

interface Deps {
  readonly health: Pick<Health, 'report'>;
  readonly log: Logger;
}

export function createReportChanges({ health, log }: Deps) {
  const reported = new Map<string, string>();

  return (component: string, { ok, finding }: Verdict): void => {
    health.report(component, ok, finding ?? '');
    const code = finding?.code ?? '';
    if (code === (reported.get(component) ?? '')) return;
    reported.set(component, code);
    const fields = { component, code, detail: finding?.text ?? '' };
    if (!ok) log.error(fields, 'component_failing');
    else if (finding !== undefined) log.warn(fields, 'component_noteworthy');
    else log.info({ component }, 'component_fine');
  };
}
