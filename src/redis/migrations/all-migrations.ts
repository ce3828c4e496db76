// Every migration there is, in their order. The last one makes the layout of this version.
import { identityByProject } from './layout-2/identity-by-project.ts';
import { plainNames } from './layout-3/plain-names.ts';
import type { Migration } from './migration.ts';

export const ALL_MIGRATIONS: readonly Migration[] = [identityByProject, plainNames];
