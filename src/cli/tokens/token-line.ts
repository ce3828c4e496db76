// A token on one line, without its secret.
import type { Token } from '../../audience/tokens.ts';
import { safe } from '../command/output.ts';

const MAX_LENGTH = { name: 100, projects: 200, userId: 100 } as const;

export function tokenLine({ id, name, scopes, projects, userId, createdAt }: Token): string {
  const where =
    projects === undefined ? 'all projects' : safe(projects.join(','), MAX_LENGTH.projects);
  const who = userId === undefined ? [] : [`user ${safe(userId, MAX_LENGTH.userId)}`];
  return [id, safe(name, MAX_LENGTH.name), scopes.join(','), where, ...who, createdAt].join('  ');
}
