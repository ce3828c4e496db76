// Forty chats, what each of them gets, and the policy file that says so.
import type { World } from '../../src/simulator/world/world.ts';
import type { Seeded } from '../helpers/seeded.ts';

export type AlertKind = 'failure' | 'request';
type Level = 'all' | 'errors' | 'approvals' | 'off';

export interface ChaosChat {
  readonly id: number;
  readonly kind: 'admin' | 'person' | 'group';
  readonly level: Level;
  /** Absent: everything. */
  readonly projects?: readonly string[];
  readonly topicId?: number;
  /** People block, kick and forbid the bot here; only what comes after the run is promised. */
  readonly isVictim: boolean;
  /** Small group, which may become a supergroup. */
  readonly isSmall: boolean;
  /** Who may decide here. */
  readonly deciders: readonly number[];
}

/** They decide in groups and by commands. What all projects say is too much for one chat, so they hear none of it. */
export const ADMINS = [1001, 1002] as const;
const PEOPLE = 14;
const GROUPS = 24;
const PROJECTS = 8;
/** The staged jobs, which belong to no project. */
export const FILM = 'film';
const GROUP_LEVELS: readonly Level[] = ['errors', 'all', 'approvals'];
const TOPIC = 7;

export const PROJECT_NAMES = Array.from({ length: PROJECTS }, (_, at) => `project-${at}`);
const projectAt = (at: number) => `project-${at % PROJECTS}`;

const admins: readonly ChaosChat[] = ADMINS.map((id) => ({
  id,
  kind: 'admin',
  level: 'off',
  isVictim: false,
  isSmall: false,
  deciders: [id],
}));

/** The last four block the bot now and then; every second one may decide. */
const people: readonly ChaosChat[] = Array.from({ length: PEOPLE }, (_, at) => ({
  id: 1003 + at,
  kind: 'person',
  level: 'all',
  projects: [projectAt(at)],
  isVictim: at >= PEOPLE - 4,
  isSmall: false,
  deciders: at % 2 === 0 ? [1003 + at] : [],
}));

const isSmallAt = (at: number) => at >= 18 && at < 20;
const isForumAt = (at: number) => at >= 14 && at < 18;

/** Twenty messages a minute are all that a group can have: staged jobs are for those that get little else. */
const getsFilms = (at: number) => at >= 16 && at < 20;

/** Of each three that get a project, one is at each level. */
const groups: readonly ChaosChat[] = Array.from({ length: GROUPS }, (_, at) => ({
  id: isSmallAt(at) ? -201 - at : -1_001_000_000_101 - at,
  kind: 'group',
  level: GROUP_LEVELS[Math.floor(at / PROJECTS)] ?? 'errors',
  projects: getsFilms(at) ? [projectAt(at), FILM] : [projectAt(at)],
  ...(isForumAt(at) ? { topicId: TOPIC } : {}),
  isVictim: at >= 20,
  isSmall: isSmallAt(at),
  deciders: ADMINS,
}));

export const CHATS: readonly ChaosChat[] = [...admins, ...people, ...groups];

/** A victim that Telegram may tell to be silent for years. */
export const MUTED = groups.at(-1)?.id ?? 0;

/** Whether it is to be shown there, whatever happens meanwhile. */
export function isShownIn(chat: ChaosChat, kind: AlertKind, project: string): boolean {
  if (chat.isVictim || chat.level === 'off') return false;
  if (chat.projects !== undefined && !chat.projects.includes(project)) return false;
  return kind === 'request' || chat.level !== 'approvals';
}

export const roleOf = ({ deciders }: ChaosChat) => (deciders.length > 0 ? 'approver' : 'viewer');

export function pickDecider(chat: ChaosChat, random: Seeded): number | undefined {
  return chat.deciders[random.below(chat.deciders.length)];
}

export function policyText(): string {
  const routes = groups.flatMap(({ id, level, topicId, projects = [] }) => {
    const topic = topicId === undefined ? '' : `, topic: ${topicId}`;
    return projects.map((project) => {
      const match = project === FILM ? `job: "${FILM}-*"` : `project: "${project}"`;
      return `  - { match: { ${match} }, chats: [{ id: ${id}${topic}, level: ${level} }] }`;
    });
  });
  return `routes:\n${routes.join('\n')}\n`;
}

export function populate(world: World): void {
  for (const { id, kind } of CHATS) {
    if (kind === 'group') continue;
    world.addPerson({ id, firstName: `P${id}`, languageCode: id % 3 === 0 ? 'de' : 'en' });
    world.addPrivateChat(id);
  }
  for (const { id, kind, topicId } of CHATS) {
    if (kind !== 'group') continue;
    const topics = topicId === undefined ? {} : { topics: [{ id: topicId, name: 'Runs' }] };
    world.addGroup({ id, title: `Group ${id}`, members: [...ADMINS], ...topics });
  }
}
