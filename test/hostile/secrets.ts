// Puts a secret into every place that the world has.
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publish } from '../helpers/publish.ts';
import { LAB, SHOP } from './cast.ts';
import { type HostileWorld, until } from './hostile-world.ts';
import type { Owner } from './markers.ts';

/** What attackers know: they name these, so an answer may repeat them. */
export const KNOWN = {
  shopJob: 'shop-job-1',
  shopSession: 'shop-session-1',
  gateJob: 'shop-film-1',
  buildJob: 'shop-build-1',
  labJob: 'lab-job-1',
  labRequest: 'lab-request-1',
} as const;

/** Answers the ids of the jobs that were told of. */
export async function plantSecrets(world: HostileWorld): Promise<void> {
  const { vault } = world;
  const hidden = world.markers.plant('id of a job', 'vault');
  await plantProject(world, { project: SHOP, owner: 'shop', job: KNOWN.shopJob });
  await plantProject(world, { project: vault, owner: 'vault', job: hidden });
  await plantProject(world, { project: LAB, owner: 'lab', job: KNOWN.labJob });
  await plantOtherDialects(world);
  await plantBetween(world);
  await world.settle([KNOWN.shopJob, KNOWN.labJob, hidden, KNOWN.gateJob]);
}

interface Place {
  readonly project: string;
  readonly owner: Owner;
  readonly job: string;
}

/** A job with everything that its events may say of it, its log, and a letter that nobody could read. */
async function plantProject(world: HostileWorld, { project, owner, job }: Place): Promise<void> {
  const { client, logsDir } = world;
  const mark = (place: string) => world.markers.plant(`${place} of ${owner}`, owner);
  const session = owner === 'shop' ? KNOWN.shopSession : mark('session');
  const tell = (event_type: string, data: Readonly<Record<string, unknown>>) =>
    publish(client, {
      event_type,
      event_id: mark(`id of ${event_type}`),
      project_id: project,
      session_id: session,
      job_id: job,
      source: { component: mark('component'), instance_id: mark('instance') },
      data,
    });
  await tell('job.started', { instruction: mark('instruction'), branch: mark('branch') });
  await tell('job.progress', { type: 'tool_use', tool: mark('tool'), file: mark('file') });
  await tell('job.updated', { cost_usd: 3, pr_links: [`https://${mark('link')}.example`] });
  await tell('session.state_changed', { state: mark('state') });
  await writeFile(join(logsDir, `${job}.log`), `${mark('line of a log file')}\n`);
  await client.xadd(`televibe:logs:${job}`, '*', 'line', mark('line of a log stream'));
  await client.xadd(`televibe:stream:${project}`, '*', 'event', `{"broken": "${mark('letter')}`);
}

/** The same in the words of the other systems. */
async function plantOtherDialects({ client, markers, runsDir }: HostileWorld): Promise<void> {
  const mark = (place: string) => markers.plant(place, 'shop');
  const hash = { status: 'code', user_id: mark('user of a build'), project_id: SHOP };
  await client.hset(`job:${KNOWN.buildJob}`, hash);
  const stage = { type: 'build.stage.started', stage: mark('stage of a build') };
  const built = { ...stage, status: 'code', narration: mark('narration of a build') };
  await client.publish(`job:${KNOWN.buildJob}:events`, JSON.stringify(built));
  const payload = {
    id: markers.plant('id of a job of the jobs dialect', 'vault'),
    status: 'running',
    task: markers.plant('task', 'vault'),
    repo_owner: markers.plant('owner of a repository', 'project'),
    repo_name: 'shop',
    last_action: markers.plant('last action', 'vault'),
  };
  await client.publish('job-events', JSON.stringify({ type: 'job.created', payload }));
  const repository = {
    repository_id: mark('repository'),
    project_id: SHOP,
    full_name: mark('full name of a repository'),
  };
  const connected = { event_id: mark('id of repo.connected'), type: 'repo.connected' };
  const entry = { ...connected, timestamp: new Date().toISOString(), data: repository };
  await client.xadd('repository-events', '*', 'event', JSON.stringify(entry));
  await mkdir(join(runsDir, KNOWN.gateJob));
  const line = { type: 'job_started', project_id: SHOP, message: mark('message of a pipeline') };
  await appendFile(
    join(runsDir, KNOWN.gateJob, 'events.jsonl'),
    `${JSON.stringify({ ts: new Date().toISOString(), ...line })}\n`,
  );
}

/** What is of no project, or is internal. */
async function plantBetween(world: HostileWorld): Promise<void> {
  const { client, markers } = world;
  const nobodys = (place: string) => markers.plant(place, 'nobody');
  const text = JSON.stringify({
    event_id: nobodys('id of an event without a project'),
    event_type: 'job.started',
    job_id: nobodys('id of a job without a project'),
    data: { instruction: nobodys('instruction without a project') },
  });
  await client.publish('televibe:events:job.started', text);
  const internal = (place: string) => markers.plant(place, 'internal');
  await publish(client, {
    event_type: 'job.updated',
    event_id: internal('id of an internal event'),
    project_id: LAB,
    job_id: KNOWN.labJob,
    visibility: 'internal',
    data: { cost_usd: 4, last_action: internal('step of an internal event'), status: 'failed' },
  });
  await publish(client, {
    event_type: 'job.approval_needed',
    project_id: LAB,
    job_id: internal('job that asks internally'),
    visibility: 'internal',
    data: {
      approval_id: internal('id of an internal request'),
      action: internal('action of an internal request'),
    },
  });
  await publish(client, {
    event_type: 'job.approval_needed',
    project_id: LAB,
    job_id: KNOWN.labJob,
    data: { approval_id: KNOWN.labRequest, scope: 'lab', action: 'harmless' },
  });
  await until(
    async () => (await world.asAdmin(`/api/v1/approvals/${KNOWN.labRequest}`)).status === 200,
    'the request of lab',
  );
}
