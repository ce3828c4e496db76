// Events whose project was learned after they had been journalled get it when they are read.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { JournalEntry } from '../../journal/journal.ts';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import type { StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly reader: StoredReader;
}

/** As the scripts have it in names of indexes: JSON without its quotes. */
export const decodeProject = createDecoder('name of a project', z.string());

export async function withLateProjects(
  entries: JournalEntry[],
  { redis, keys, reader }: Deps,
): Promise<JournalEntry[]> {
  const unknown = entries.filter(({ event }) => event.projectId === undefined);
  if (unknown.length === 0) return entries;
  const learned = await redis.hmget(keys.late, ...unknown.map(({ position }) => position));
  const projects = new Map(unknown.map(({ position }, at) => [position, learned[at] ?? undefined]));
  return entries.map((entry) => {
    const { position, event } = entry;
    const name = projects.get(position);
    const at = { key: keys.late, field: position };
    const projectId = name === undefined ? name : reader.read(decodeProject, `"${name}"`, at);
    return projectId === undefined ? entry : { position, event: { ...event, projectId } };
  });
}
