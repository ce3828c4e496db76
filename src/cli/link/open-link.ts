// Opens the link that the settings ask for. What it takes is loaded only then.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptSettings } from '../../config/script-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { ScriptLink } from './link.ts';

interface Deps {
  readonly clock: Clock;
  /** Called when it turns out that Redis is away or back, with what is wrong. */
  readonly onState: (isUp: boolean, detail: string) => void;
}

/** Throws `config_invalid` where there is nothing to reach. It is not waited for whether that answers. */
export async function openLink({ target }: ScriptSettings, deps: Deps): Promise<ScriptLink> {
  if (target.kind === 'http') return (await import('./http-link.ts')).openHttpLink(target);
  if (target.kind === 'folder' && !existsSync(join(target.dataDir, 'redis'))) {
    throw new JobwireError(
      'config_invalid',
      `there is no jobwire to reach: none keeps its data in ${target.dataDir}; expected JOBWIRE_URL and JOBWIRE_TOKEN, or REDIS_URL, for example JOBWIRE_URL=http://127.0.0.1:8080`,
    );
  }
  return (await import('./redis-link.ts')).openRedisLink(target, deps);
}
