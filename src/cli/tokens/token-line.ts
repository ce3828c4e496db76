// A token as people read it: everything but its secret, which nobody has.
import type { Token } from '../../audience/tokens.ts';
import { safe } from '../command/output.ts';

const LONGEST = { name: 100, projects: 200, userId: 100 } as const;

export function tokenLine({ id, name, scopes, projects, userId, createdAt }: Token): string {
  const where =
    projects === undefined ? 'all projects' : safe(projects.join(','), LONGEST.projects);
  const who = userId === undefined ? [] : [`user ${safe(userId, LONGEST.userId)}`];
  return [id, safe(name, LONGEST.name), scopes.join(','), where, ...who, createdAt].join('  ');
}
