// Metrics in Prometheus' text format; each is named once, in the file of its family. No secrets and no job ids in
// labels, and no label has more values than there are in the code or LABEL_LIMIT allows.
import { collectDefaultMetrics, Registry } from 'prom-client';
import {
  type LeaseFamily,
  leaseFamily,
  type RedisFamily,
  redisFamily,
  type TelegramFamily,
  telegramFamily,
} from './metrics/connections.ts';
import {
  type ApprovalFamily,
  approvalFamily,
  type DeliveryFamily,
  deliveryFamily,
  type TailFamily,
  tailFamily,
} from './metrics/delivery.ts';
import {
  type ReaderFamily,
  type RequestFamily,
  readerFamily,
  requestFamily,
} from './metrics/http.ts';
import { createInstruments } from './metrics/instruments.ts';
import {
  type DeadLetterFamily,
  deadLetterFamily,
  type IntakeFamily,
  intakeFamily,
  type SourceFamily,
  sourceFamily,
} from './metrics/intake.ts';
import { type StateFamily, stateFamily } from './metrics/state.ts';

export interface Metrics
  extends IntakeFamily,
    SourceFamily,
    DeadLetterFamily,
    DeliveryFamily,
    ApprovalFamily,
    TailFamily,
    RequestFamily,
    ReaderFamily,
    TelegramFamily,
    RedisFamily,
    LeaseFamily,
    StateFamily {
  /** The text of /metrics. */
  text(): Promise<string>;
}

interface Options {
  /** Begins the name of every metric. */
  readonly prefix?: string;
  readonly registry?: Registry;
}

/** Sums that Prometheus would take for counters; each is also exported by type. */
const MISNAMED = ['active_handles_total', 'active_requests_total', 'active_resources_total'];

export function createMetrics({
  prefix = 'jobwire',
  registry = new Registry(),
}: Options = {}): Metrics {
  collectDefaultMetrics({ register: registry, prefix: `${prefix}_` });
  for (const name of MISNAMED) registry.removeSingleMetric(`${prefix}_nodejs_${name}`);
  const instruments = createInstruments(registry, prefix);
  return {
    ...intakeFamily(instruments),
    ...sourceFamily(instruments),
    ...deadLetterFamily(instruments),
    ...deliveryFamily(instruments),
    ...approvalFamily(instruments),
    ...tailFamily(instruments),
    ...requestFamily(instruments),
    ...readerFamily(instruments),
    ...telegramFamily(instruments),
    ...redisFamily(instruments),
    ...leaseFamily(instruments),
    ...stateFamily(instruments),
    text: () => registry.metrics(),
  };
}
