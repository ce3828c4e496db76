// The events of the delivery story, in order. `{name}` in a value becomes an id of that run.
import type { JsonObject } from '../../event/canonical-event.ts';

export interface DeliveryEvent {
  readonly type: string;
  readonly data: JsonObject;
}

interface Feature {
  readonly repository: string;
  readonly stack: JsonObject;
  readonly services: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly branch: string;
  readonly phases: readonly Phase[];
}

interface Phase {
  readonly name: string;
  readonly requirements: string;
  readonly agent: string;
  readonly risk: string;
  readonly file: string;
  readonly test: string;
  readonly summary: string;
  /** Why the first attempt fails. */
  readonly firstError?: string;
}

const PAGES: Feature = {
  repository: 'acme/orders',
  stack: { language: 'nodejs', framework: 'express', database: 'postgresql' },
  services: ['api', 'auth', 'orders'],
  title: 'Pages in the list of orders',
  description: 'Customers with thousands of orders wait 20 seconds for the list',
  branch: 'feature/order-pages',
  phases: [
    {
      name: 'API',
      requirements: 'GET /orders in pages of up to 50',
      agent: 'backend',
      risk: 'low',
      file: 'src/api/orders.js',
      test: 'test/orders.test.js',
      summary: 'GET /orders takes limit and cursor, 50 orders at most',
    },
    {
      name: 'List',
      requirements: 'Load further pages while somebody scrolls',
      agent: 'frontend',
      risk: 'medium',
      file: 'web/orders/list.jsx',
      test: 'test/order-list.test.jsx',
      summary: 'The list loads the next page when its end is near',
    },
  ],
};

const REFUNDS: Feature = {
  repository: 'acme/invoices',
  stack: { language: 'python', framework: 'fastapi', database: 'postgresql' },
  services: ['api', 'ledger'],
  title: 'Credit notes for refunds',
  description: 'A refund must be on paper: one credit note each',
  branch: 'feature/credit-notes',
  phases: [
    {
      name: 'Ledger',
      requirements: 'One credit note for each refund',
      agent: 'backend',
      risk: 'high',
      file: 'ledger/credit_notes.py',
      test: 'tests/test_credit_notes.py',
      summary: 'Each refund writes one credit note, numbered without gaps',
      firstError: 'The migration does not apply: sequence credit_note_no exists',
    },
  ],
};

export const DELIVERIES: readonly [readonly DeliveryEvent[], ...(readonly DeliveryEvent[])[]] = [
  eventsOf(PAGES),
  eventsOf(REFUNDS),
];

function eventsOf(feature: Feature): DeliveryEvent[] {
  return [
    ...arrival(feature),
    ...planning(feature),
    ...executions(feature),
    ...pullRequest(feature),
  ];
}

function arrival({ repository, stack, services }: Feature): DeliveryEvent[] {
  const repository_id = '{repository}';
  const project_id = repository.replace('acme/', '');
  const clone_url = `https://git.example.org/${repository}.git`;
  return [
    {
      type: 'repo.connected',
      data: { repository_id, project_id, full_name: repository, clone_url, access_type: 'app' },
    },
    { type: 'repo.sync.started', data: { repository_id, sync_type: 'full', trigger: 'connected' } },
    {
      type: 'repo.sync.completed',
      data: {
        repository_id,
        file_tree_hash: '9f2b7c',
        files_processed: 1_250,
        chunks_indexed: 342,
        detected_changes: [],
      },
    },
    { type: 'discovery.started', data: { repository_id, discovery_type: 'full' } },
    {
      type: 'discovery.completed',
      data: {
        repository_id,
        discovery_report_id: '{report}',
        detected_stack: stack,
        service_boundaries: services,
        risk_score: 0.3,
      },
    },
  ];
}

function planning({ repository, title, description, phases }: Feature): DeliveryEvent[] {
  const feature_request_id = '{feature}';
  const execution_plan_id = '{plan}';
  const project_id = repository.replace('acme/', '');
  return [
    {
      type: 'feature.request.created',
      data: { feature_request_id, project_id, title, description, requester_id: 'ana' },
    },
    {
      type: 'planning.started',
      data: { feature_request_id, execution_plan_id, planner_agent_id: 'planner-1' },
    },
    {
      type: 'planning.completed',
      data: {
        execution_plan_id,
        phases: phases.map(({ name, agent, risk }, at) => ({
          phase_number: at + 1,
          name,
          agent_type: agent,
          estimated_duration: '2h',
          risk_level: risk,
        })),
        blast_radius: {
          repositories_affected: [repository],
          files_affected: 2 * phases.length,
          api_endpoints_changed: 1,
        },
      },
    },
  ];
}

function executions({ phases }: Feature): DeliveryEvent[] {
  return phases.flatMap((phase, at) => {
    const { agent, requirements, file, test, summary, firstError } = phase;
    const agent_execution_id = `{execution-${at + 1}}`;
    const started = {
      type: 'agent.execution.started',
      data: {
        agent_execution_id,
        agent_type: agent,
        phase_number: at + 1,
        execution_plan_id: '{plan}',
        input_data: { files_to_modify: [file], requirements },
      },
    };
    const failed = {
      type: 'agent.execution.failed',
      data: {
        agent_execution_id,
        error_message: firstError ?? '',
        error_type: 'migration_error',
        retry_count: 0,
      },
    };
    const completed = {
      type: 'agent.execution.completed',
      data: {
        agent_execution_id,
        output_data: { files_modified: [file], tests_generated: [test], changes_summary: summary },
        token_usage: { prompt_tokens: 12_500, completion_tokens: 8_900, total_tokens: 21_400 },
      },
    };
    return firstError === undefined ? [started, completed] : [started, failed, started, completed];
  });
}

function pullRequest({ repository, title, branch }: Feature): DeliveryEvent[] {
  const pull_request_id = '{pull-request}';
  return [
    {
      type: 'pr.created',
      data: {
        pull_request_id,
        repository_id: '{repository}',
        agent_execution_id: '{execution-1}',
        title,
        branch_name: branch,
        pr_number: 1_234,
        url: `https://git.example.org/${repository}/pull/1234`,
      },
    },
    {
      type: 'pr.merged',
      data: { pull_request_id, merged_by: 'ana', merge_commit_sha: 'c41d9e2' },
    },
  ];
}
