// The projects that a person is likely to mean: those that jobs and requests name, which they may see and give roles for.
import { mayGive } from '../../../audience/access.ts';
import type { ChatCommandDeps } from '../command/command.ts';
import { type Viewer, visibleJobs, visibleRequests } from '../command/visibility.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

/** Each once, the newest first; of an admin of some projects all of these. */
export async function knownProjects(viewer: Viewer, deps: Deps): Promise<string[]> {
  const [jobs, requests] = await Promise.all([
    visibleJobs(viewer, deps),
    visibleRequests(viewer, deps),
  ]);
  const { member } = viewer;
  const named = [...jobs, ...requests.map(({ request }) => request), ...ownProjects(viewer)];
  const known = new Set(named.flatMap(({ projectId }) => projectId ?? []));
  return [...known].filter((projectId) => mayGive(member, { role: 'viewer', projectId }));
}

function ownProjects({ member }: Pick<Viewer, 'member'>) {
  return (member?.grants ?? []).filter(({ role }) => role === 'admin');
}

/** If a project is unknown, the typed one and the known ones that begin like it; none if it can be taken as typed. */
export function projectsLike(typed: string, known: readonly string[]): string[] {
  const others = known.filter((one) => one.startsWith(typed));
  return others.length === 0 || others.includes(typed) ? [] : [typed, ...others];
}
