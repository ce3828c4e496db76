// The stories that run beside the coding sessions: one in each of the other formats.
import { BUILD_STORY } from './build-story.ts';
import { DELIVERY_STORY } from './delivery-story.ts';
import { JOBS_STORY } from './jobs-story.ts';
import { PIPELINE_STORY } from './pipeline-story.ts';
import type { Story } from './story.ts';

export const STORIES: readonly Story[] = [JOBS_STORY, BUILD_STORY, PIPELINE_STORY, DELIVERY_STORY];
