// A world in which everybody is an admin, and each project is shown in the chats that its test wants:
// chats of their own, so that no test waits for the pace of another's.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { expectRefused } from '../helpers/slow-taps.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, createWorld } from '../helpers/world.ts';

const WAIT_MS = 60_000;
/** A tap is answered in time: where saving takes longer, before it is done. The message then shows the outcome. */
export const answerOf = (outcome: '✅ Approved' | '❌ Denied') =>
  expect.stringMatching(new RegExp(`^(${outcome}|Received\\. Saving …)$`));
const FIRST_PERSON = 1001;
const LAST_PERSON = 1024;
/** Anybody else is an admin. */
export const NOBODY = LAST_PERSON;

export interface Asking {
  readonly id: string;
  readonly project: string;
  readonly job?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Standing {
  readonly key: string;
  readonly status: string;
  readonly votes: readonly { readonly verdict: string; readonly by: { readonly id: string } }[];
  readonly outcome: { readonly by?: Person; readonly reason?: string } | null;
  readonly reception?: { readonly kind: string };
  readonly audit: readonly { readonly what: string; readonly [field: string]: unknown }[];
}

interface Person {
  readonly id: string;
  readonly name: string;
  readonly via: string;
}

export type ApprovalWorld = Awaited<ReturnType<typeof createApprovalWorld>>;

/** `approvals`: policies as YAML; `chats`: which see the requests of a project. */
export async function createApprovalWorld(
  approvals: string,
  chats: Readonly<Record<string, readonly number[]>>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'jobwire-approvals-'));
  const [policyFile, runsDir] = [join(folder, 'policy.yaml'), join(folder, 'runs')];
  await mkdir(runsDir);
  await writeFile(policyFile, `approvals:\n${approvals}\nroutes:\n${routesTo(chats)}`);
  const everybody = Array.from({ length: LAST_PERSON - FIRST_PERSON + 1 }, (_, at) => {
    return FIRST_PERSON + at;
  });
  const world = await createWorld({
    limits: 'off',
    settings: {
      POLICY_FILE: policyFile,
      PIPELINE_RUNS_DIR: runsDir,
      ADMIN_USER_IDS: everybody.filter((id) => id !== NOBODY).join(','),
    },
  });
  const { world: telegram } = world.simulator;
  for (const id of everybody) {
    telegram.addPerson({ id, firstName: `Person${id}`, languageCode: 'en' });
    telegram.addPrivateChat(id);
  }
  const programs: Program[] = [];
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  const program = (at = 0) => {
    const found = programs[at];
    if (found === undefined) throw new Error(`there is no program ${at}`);
    return found;
  };
  /** What the HTTP API says of a request. */
  async function standing(id: string): Promise<Standing> {
    const response = await fetch(`${program().url}/api/v1/approvals/${id}`, { headers });
    return (await response.json()) as Standing;
  }
  const keyOf = async (id: string) => (await standing(id)).key;
  const said = (chatId: number) => telegram.messages(chatId).filter(({ from }) => from.isBot);

  return {
    ...world,
    telegram,
    runsDir,
    programs,
    async start(count = 1) {
      const started = await Promise.all(Array.from({ length: count }, () => world.start()));
      programs.splice(0, programs.length, ...started);
    },
    startOne: world.start,
    async end() {
      await world.end();
      await rm(folder, { recursive: true, force: true });
    },
    /** A request, as a runner publishes it. Its action is `do <id>`. */
    ask: ({ id, project, job = `job-of-${id}`, data = {} }: Asking) =>
      publish(world.client, {
        event_type: 'job.approval_needed',
        project_id: project,
        job_id: job,
        data: { approval_id: id, scope: project, action: `do ${id}`, ...data },
      }),
    /** The copies of a request in a chat, as they are now: what holds the action and ends with its id. */
    copies: (chatId: number, id: string) =>
      said(chatId).filter(({ text }) => text.includes(`do ${id}`) && text.endsWith(`id ${id}`)),
    /** The open copy of a request in a chat, once it is there. */
    asked: (chatId: number, id: string) =>
      telegram.waitFor(
        () =>
          said(chatId).find(({ text, keyboard }) => {
            return keyboard.length > 0 && text.includes(`do ${id}`);
          }),
        WAIT_MS,
      ),
    /** Resolves once jobwire has written down that a copy is out: nobody answers it sooner than that. */
    recorded: (chatId: number, id: string) =>
      waitUntil(async () => {
        const copy = `approval/${chatId}/${await keyOf(id)}`;
        return (await world.client.hexists(`jobwire:out:${chatId}:messages`, copy)) === 1;
      }),
    /** The copy in a chat, once it says so and has no buttons. */
    settled: (chatId: number, id: string, says: RegExp) =>
      telegram.waitFor(
        () =>
          said(chatId).find(({ text, keyboard }) => {
            // Of several in one message, each that was decided has a line.
            const isOfSeveral = /^\S+ \d+ of \d+ requests/.test(text);
            const lines = isOfSeveral ? text.split('\n') : [text];
            const isOver = isOfSeveral || keyboard.length === 0;
            return isOver && lines.some((one) => one.includes(`do ${id}`) && says.test(one));
          }),
        WAIT_MS,
      ),
    /** The newest message in a chat that says so, once it is there. */
    told: (chatId: number, says: RegExp) =>
      telegram.waitFor(() => said(chatId).findLast(({ text }) => says.test(text)), WAIT_MS),
    tap: (message: SimMessage, who: number, button: 'approve' | 'deny') =>
      telegram.tap({
        chatId: message.chatId,
        messageId: message.messageId,
        personId: who,
        data: message.keyboard[0]?.[button === 'approve' ? 0 : 1]?.callback_data ?? '',
        timeoutMs: 60_000,
      }),
    /** Taps Approve and expects to be told why not. */
    refused: (message: SimMessage, who: number, says: RegExp) =>
      expectRefused(
        telegram,
        {
          chatId: message.chatId,
          messageId: message.messageId,
          personId: who,
          data: message.keyboard[0]?.[0]?.callback_data ?? '',
        },
        says,
      ),
    /** Writes in the person's own chat. */
    say: (personId: number, text: string, replyTo?: number) =>
      telegram.say({
        chatId: personId,
        personId,
        text,
        ...(replyTo === undefined ? {} : { replyTo }),
      }),
    standing,
    decideOver: (at: number, id: string, decision: 'approve' | 'deny') =>
      fetch(`${program(at).url}/api/v1/approvals/${id}/decision`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ decision }),
      }),
    /** What the program itself said in the stream of a project: `<type> <approval id>`. */
    async announced(project: string) {
      const entries = await world.client.xrange(`televibe:stream:${project}`, '-', '+');
      const events = entries.map(([, fields]) => JSON.parse(fields[1] ?? '{}'));
      return events.filter(({ source }) => source.component === 'jobwire');
    },
    gateFile: async (job: string, stage: string) =>
      JSON.parse(await readFile(join(runsDir, job, 'gates', `${stage}.json`), 'utf8')),
    /** The time of a request is over at once. */
    endTime: async (id: string) =>
      world.client.zadd('jobwire:approvals:deadlines', 'XX', 1, await keyOf(id)),
    /** The minute in which a job should give a sign is over at once. */
    endMinute: async (id: string) =>
      world.client.zadd('jobwire:approvals:acknowledgements-due', 'XX', 1, await keyOf(id)),
  };
}

function routesTo(chats: Readonly<Record<string, readonly number[]>>): string {
  const routes = Object.entries(chats).map(([project, ids]) => {
    const match = project.startsWith('film') ? `job: "${project}*"` : `project: "${project}"`;
    const places = ids.map((id) => `{ id: ${id}, level: approvals }`).join(', ');
    return `  - { match: { ${match} }, chats: [${places}] }`;
  });
  return `${routes.join('\n')}\n`;
}
