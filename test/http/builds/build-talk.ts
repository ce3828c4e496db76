// What tests of build streams say and hear.

import type { HttpApi } from '../http-api.ts';
import type { Stream } from '../sse/read-stream.ts';

export const STREAM = '/api/jobs/b1/events/stream';

/** As the build system says it. */
export const say = (
  port: HttpApi,
  message: object,
  { raw = JSON.stringify(message), jobId = 'b1' } = {},
) =>
  port.publish({
    type: 'build.stage.started',
    dialect: 'build',
    jobId,
    raw,
    data: JSON.parse(JSON.stringify(message)),
  });

export const running = (n: number) => ({
  type: 'build.stage.started',
  stage: `s${n}`,
  status: 'code',
});

export const ready = { type: 'build.stage.completed', stage: 'deploy', status: 'ready' };

/** What is said of the end of a job whose last message is not there. */
export const final = (status: string) =>
  `{"type":"build.stage.started","status":"${status}","job_id":"b1"}`;

/** Resolves when the stream is open. */
export const follow = (port: HttpApi, token = 'admin') =>
  port.open(STREAM, { token, greeted: false });

export const messages = ({ events }: Stream) => events.map(({ data }) => data);

export const heard = (count: number) => (stream: Stream) => stream.events.length === count;
