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

export type VerdictName = 'approve' | 'deny';
export type ApprovalStatusName = 'pending' | 'approved' | 'denied' | 'expired' | 'canceled';

export interface DeciderJson {
  readonly id: string;
  readonly name: string;
  readonly via: string;
}

export interface VoteJson {
  readonly verdict: VerdictName;
  readonly by: DeciderJson;
  readonly reason?: string;
  readonly at: string;
}

export interface OutcomeJson {
  readonly status: Exclude<ApprovalStatusName, 'pending'>;
  readonly by?: DeciderJson;
  readonly reason?: string;
  readonly elsewhere?: { readonly source: string };
  readonly at: string;
}

export interface AuditJson {
  readonly at: string;
  /** `vote`, `refused`, `comment`, the status it ended with, … */
  readonly what: string;
  readonly by?: { readonly name?: string; readonly via?: string };
  readonly name?: string;
  readonly verdict?: string;
  readonly from?: string;
  readonly reason?: string;
  readonly text?: string;
  readonly why?: string;
}

export interface ApprovalJson {
  readonly id: string;
  /** Names it in addresses, whatever other projects call theirs. */
  readonly key: string;
  readonly version: number;
  readonly changed_at?: string;
  readonly status: ApprovalStatusName;
  readonly project_id: string | null;
  readonly session_id: string | null;
  readonly job_id: string | null;
  readonly stage?: string;
  /** What its job is for. */
  readonly title?: string;
  readonly scope: string;
  readonly action: string;
  readonly reason: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly requested_by: { readonly id?: string; readonly name?: string } | null;
  readonly requested_at: string;
  readonly expires_at: string | null;
  readonly on_timeout: 'expire' | 'deny' | 'approve';
  readonly required: number;
  readonly deny_required: number;
  readonly reason_required: 'deny' | 'both' | 'none';
  readonly standing?: { readonly for_seconds: number; readonly within: string };
  readonly votes: readonly VoteJson[];
  readonly outcome: OutcomeJson | null;
  readonly reception?: { readonly kind: 'awaited' | 'picked_up' | 'unheard' };
  /** What whoever asks may do about it. */
  readonly you?: YouJson;
  readonly audit?: readonly AuditJson[];
}

export interface YouJson {
  readonly may_approve: boolean;
  readonly may_deny: boolean;
  readonly voted?: VerdictName;
}

/** An event in the televibe shape. */
export interface ShownEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
  readonly project_id?: string | null;
  readonly session_id?: string | null;
  readonly job_id?: string | null;
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
