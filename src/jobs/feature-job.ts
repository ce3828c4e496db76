// A feature request as a job: what a delivery does for it, from the request to the merged pull request, is on one card.
import type { CanonicalEvent, JsonObject } from '../event/canonical-event.ts';
import { featureEffectOf } from '../event/event-types.ts';
import { webAddress } from '../event/web-address.ts';
import { defined } from '../runtime/defined.ts';
import type { Job } from './job-board.ts';

export const FEATURE = /^feature:/;

/** Whether it stands for a feature request, which has no log and which nobody finds by the id of a job. */
export function isOfFeature({ dialect, id }: Pick<Job, 'dialect' | 'id'>): boolean {
  return dialect === 'delivery' && FEATURE.test(id);
}

/** By the aggregate of an event: the feature request that it belongs to, and the project of that. */
export type Features = ReadonlyMap<
  string,
  { readonly feature: string; readonly projectId: string }
>;

/** As asFeatureJob, of an event of no job whose feature request is one of its own project. */
export function asEventOfFeature(
  event: CanonicalEvent,
  features: Features | undefined,
): CanonicalEvent | undefined {
  const { jobId, projectId, aggregate } = event;
  const of = jobId === undefined ? features?.get(aggregate) : undefined;
  return of === undefined || of.projectId !== projectId
    ? undefined
    : asFeatureJob(event, of.feature);
}

/** The event of its feature's job that an event stands for; `undefined` for one that says nothing of it. */
export function asFeatureJob(event: CanonicalEvent, feature: string): CanonicalEvent | undefined {
  const type = featureEffectOf(event.type);
  if (type === undefined) return undefined;
  const { stage: _, ...others } = event;
  return { ...others, type, jobId: feature, data: dataOf(event) };
}

/** The words of the producer for what is done: of a pull request, that it waits for people, too. */
function dataOf({ type, data }: CanonicalEvent): JsonObject {
  const words = wordsOf(data);
  const { title } = data;
  const link = type.startsWith('pr.') ? webAddress(data.url)?.href : undefined;
  return {
    ...(type === 'pr.created' ? { status: 'waiting' } : {}),
    ...(link === undefined ? {} : { pr_links: [link] }),
    ...(type.startsWith('planning.') ? { tool: 'planning' } : {}),
    ...defined({ title, tool: words }),
  };
}

function wordsOf({ agent_type, input_data, output_data }: JsonObject): string | undefined {
  const found = [
    textIn(output_data, 'changes_summary'),
    textIn(input_data, 'requirements'),
    agent_type,
  ];
  return found.find((text) => typeof text === 'string' && text !== '') as string | undefined;
}

function textIn(value: JsonObject[string] | undefined, field: string) {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, field) ? (value as JsonObject)[field] : undefined;
}
