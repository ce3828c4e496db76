// Events whose project was learned after they had been journalled get it when they are read.
import type { Redis } from 'ioredis';
import type { JournalEntry } from '../../journal/journal.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
}

export async function withLateProjects(
  entries: JournalEntry[],
  { redis, keys }: Deps,
): Promise<JournalEntry[]> {
  const unknown = entries.filter(({ event }) => event.projectId === undefined);
  if (unknown.length === 0) return entries;
  const told = await redis.hmget(keys.late, ...unknown.map(({ position }) => position));
  const projects = new Map(unknown.map(({ position }, at) => [position, told[at] ?? undefined]));
  return entries.map((entry) => {
    const projectId = projects.get(entry.position);
    if (projectId === undefined) return entry;
    const { position, event } = entry;
    return { position, event: { ...event, projectId: JSON.parse(`"${projectId}"`) as string } };
  });
}
