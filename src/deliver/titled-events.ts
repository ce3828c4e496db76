// What the events of a message are about: the titles of their jobs, or of the things that they belong to.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type JobBoard, jobFor } from '../jobs/job-board.ts';
import { jobTitle } from '../jobs/job-facts.ts';
import type { TitledEvent } from '../message/notice.ts';
import { defined } from '../runtime/defined.ts';

/** Contract: titles of things other than jobs. Implemented by redis/jobs/thing-titles. */
export interface ThingTitles {
  /**
   * The title of each event's thing, else of what that belongs to: of an execution, that of its feature request.
   * Only titles of the event's own project.
   */
  ofEvents(events: readonly CanonicalEvent[]): Promise<(string | undefined)[]>;
}

/** The same events, in that order, with their titles and the projects of their jobs, as far as these are known. */
export type TitleEvents = (events: readonly CanonicalEvent[]) => Promise<TitledEvent[]>;

interface Deps {
  readonly board: Pick<JobBoard, 'ofEvents'>;
  readonly things: ThingTitles;
}

export function createTitleEvents({ board, things }: Deps): TitleEvents {
  return async (events) => {
    const [jobs, titles] = await Promise.all([board.ofEvents(events), things.ofEvents(events)]);
    return events.map((event, at) => {
      const job = jobs[at];
      // An internal event reaches only private chats of admins. Others see nothing of a job's internal events.
      const shown = job && jobFor(job, event.visibility === 'internal');
      const isVisible = shown?.visibility === 'public' || event.visibility === 'internal';
      const ofJob = isVisible ? shown?.title : undefined;
      const own = event.jobId === undefined ? undefined : jobTitle(event);
      const projectId = event.projectId ?? (isVisible ? shown?.projectId : undefined);
      return {
        event: { ...event, ...defined({ projectId }) },
        ...defined({ title: ofJob || own || titles[at] }),
      };
    });
  };
}
