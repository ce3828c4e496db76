// Says how a part is doing: to Health each time, in the log only when it is another thing than before.
import type { Health } from '../runtime/health.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Verdict } from './verdict.ts';

interface Deps {
  readonly health: Pick<Health, 'report'>;
  readonly log: Logger;
}

export function createReportChanges({ health, log }: Deps) {
  const said = new Map<string, string>();

  return (component: string, { ok, finding }: Verdict): void => {
    health.report(component, ok, finding ?? '');
    const code = finding?.code ?? '';
    if (code === (said.get(component) ?? '')) return;
    said.set(component, code);
    const fields = { component, code, detail: finding?.text ?? '' };
    if (!ok) log.error(fields, 'component_failing');
    else if (finding !== undefined) log.warn(fields, 'component_noteworthy');
    else log.info({ component }, 'component_fine');
  };
}
