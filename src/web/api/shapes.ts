// What the API answers, as far as the dashboard reads it. Documented in docs/http.md.

export type JobStatusName = 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'canceled';

export interface JobJson {
  readonly id: string;
  readonly project_id?: string;
  readonly session_id?: string;
  readonly status: JobStatusName;
  readonly title: string;
  readonly step?: string;
  readonly stage?: string;
  /** 0 to 1. */
  readonly progress?: number;
  readonly cost_usd?: number;
  readonly budget_usd?: number;
  readonly requests_made?: number;
  readonly max_requests?: number;
  readonly links?: readonly string[];
  readonly started_at: string;
  readonly updated_at: string;
}

export type ApprovalStatusName = 'pending' | 'approved' | 'denied' | 'expired' | 'canceled';

/** An event in the televibe shape. */
export interface ShownEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
  readonly project_id?: string;
  readonly session_id?: string;
  readonly job_id?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type ScopeName = 'read' | 'publish' | 'decide' | 'metrics' | 'admin';

export interface SessionJson {
  readonly id: string;
  readonly name: string;
  readonly user_id?: string;
  readonly scopes: readonly ScopeName[];
  readonly projects: 'all' | readonly string[];
  readonly locale?: string;
  readonly expires_at?: string;
  /** Only where cookies can't be relied on: counts as a bearer token. */
  readonly access_token?: string;
}
