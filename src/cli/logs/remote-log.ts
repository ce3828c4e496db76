// Reads the log of a job from a running jobwire by HTTP.
import { z } from 'zod';
import type { ScriptTarget } from '../../config/script-settings.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { jobIdFrom } from '../command/find-job.ts';
import { causeOf, checkPath, httpError, notJobwire } from '../link/http-link.ts';
import { type LogWish, noLog } from './log-wish.ts';

interface Connection {
  readonly target: Extract<ScriptTarget, { kind: 'http' }>;
  readonly signal: AbortSignal;
}

const linesSchema = z.looseObject({ lines: z.array(z.string()) });

const jobsSchema = z.looseObject({
  jobs: z.array(z.looseObject({ id: z.string(), project_id: z.string().optional() })),
});
/** At most so many are listed. */
const MAX_JOBS = 1_000;

export async function* readRemoteLog(
  wish: LogWish,
  connection: Connection,
): AsyncGenerator<readonly string[]> {
  const { jobId, projectId, lines, isFollowing } = wish;
  const { url } = connection.target;
  const path = `/jobs/${encodeURIComponent(jobId)}/logs${isFollowing ? '/stream' : ''}`;
  const query = new URLSearchParams({
    lines: String(lines),
    ...(projectId === undefined ? {} : { project_id: projectId }),
  });
  const response = await get(`${path}?${query}`, connection);
  if (response.status === 404) {
    const meant = await idFrom(wish, connection);
    if (meant === undefined || meant === jobId) throw noLog(jobId);
    return yield* readRemoteLog({ ...wish, jobId: meant }, connection);
  }
  if (!response.ok) throw httpError(response.status, await response.text(), url);
  if (!isFollowing) return yield linesIn(await response.text(), url);
  for await (const { event, data } of framesOf(response)) {
    if (event === 'end') return;
    if (event === 'lines') yield linesIn(data, url);
  }
  throw new JobwireError('unavailable', `${url} ended the stream before the job has ended`);
}

async function get(
  path: string,
  { target: { url, token }, signal }: Connection,
): Promise<Response> {
  const response = await fetch(`${url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token.reveal()}` },
    signal,
  }).catch((error: unknown) => {
    throw new JobwireError('unavailable', `${url} can't be reached (${causeOf(error)})`, {
      cause: error,
    });
  });
  await checkPath(response, url, signal);
  return response;
}

/** Of the newest jobs, the one whose id begins so. */
async function idFrom(wish: LogWish, connection: Connection): Promise<string | undefined> {
  const response = await get(`/jobs?limit=${MAX_JOBS}`, connection);
  const { url } = connection.target;
  if (response.status === 404) return undefined;
  if (!response.ok) throw httpError(response.status, await response.text(), url);
  const found = jobsSchema.safeParse(await response.json().catch(() => undefined));
  if (!found.success) throw notJobwire(url);
  return jobIdFrom(
    wish,
    found.data.jobs.map(({ id, project_id: projectId }) => ({ id, projectId })),
  );
}

function linesIn(text: string, url: string): readonly string[] {
  try {
    return linesSchema.parse(JSON.parse(text)).lines;
  } catch {
    throw notJobwire(url);
  }
}

/** Of an event stream as our own server writes it: a line for each field, an empty one after each frame. */
async function* framesOf({ body }: Response) {
  const decoder = new TextDecoder();
  let open = '';
  for await (const bytes of body ?? []) {
    const frames = (open + decoder.decode(bytes, { stream: true })).split('\n\n');
    open = frames.pop() ?? '';
    for (const frame of frames)
      yield { event: fieldIn(frame, 'event'), data: fieldIn(frame, 'data') };
  }
}

function fieldIn(frame: string, name: string): string {
  const line = frame.split('\n').find((one) => one.startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? '';
}
