// What the API answers on the pages for looking back and looking after. Documented in docs/http.md.
import type { ScopeName, ShownEvent } from './shapes.ts';

export interface EventPageJson {
  readonly events: readonly ShownEvent[];
  readonly next: string | null;
}

export type LetterStageName = 'decoding' | 'routing' | 'following' | 'delivering';

export interface LetterJson {
  readonly id: string;
  readonly stage: LetterStageName;
  readonly source: string;
  readonly reason: string;
  readonly raw: string;
  readonly is_cut: boolean;
  readonly attempts: number;
  readonly failed_at: string;
}

export interface LettersJson {
  readonly dead_letters: readonly LetterJson[];
  readonly count: number;
  readonly next: string | null;
}

export interface MemberJson {
  readonly user_id: number;
  readonly name: string;
  readonly roles: readonly {
    readonly role: 'viewer' | 'approver' | 'admin';
    readonly project_id?: string;
  }[];
  readonly is_named_admin: boolean;
  readonly known_as?: readonly string[];
  readonly since?: string;
}

export interface TokenJson {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ScopeName[];
  readonly projects?: readonly string[];
  readonly user_id?: string;
  readonly created_at: string;
}

export interface StandingJson {
  readonly id: string;
  readonly project_id: string | null;
  readonly action: string;
  readonly pattern?: string;
  readonly within: 'session' | 'job' | 'project';
  readonly given_by: { readonly id: string; readonly name: string };
  readonly given_at: string;
  readonly until: string;
  readonly uses: number;
}

interface DurationsJson {
  readonly count: number;
  readonly median_seconds: number | null;
  readonly p90_seconds: number | null;
}

export interface StatsJson {
  readonly since: string;
  readonly until: string;
  readonly bucket_seconds: number;
  readonly buckets: readonly BucketJson[];
  readonly truncated: boolean;
  readonly counted_since: string | null;
  readonly cost: readonly {
    readonly project_id: string | null;
    readonly usd: number;
    readonly jobs: number;
  }[];
  readonly decisions: DurationsJson & {
    readonly projects: readonly (DurationsJson & { readonly project_id: string | null })[];
  };
}

export interface BucketJson {
  readonly at: string;
  readonly events: number;
  readonly failures: number;
}
