// The order of the example jobs: both projects alternate, starting with the job that asks right away.
import type { Scenario } from './scenario.ts';
import { GATEWAY_SCENARIOS } from './scenario-gateway.ts';
import { SHOP_SCENARIOS } from './scenario-shop.ts';

export const SCENARIOS: readonly Scenario[] = alternating(SHOP_SCENARIOS, GATEWAY_SCENARIOS);

function alternating(one: readonly Scenario[], other: readonly Scenario[]): Scenario[] {
  const rounds = Math.max(one.length, other.length);
  return Array.from({ length: rounds }, (_, round) => [one[round], other[round]])
    .flat()
    .filter((scenario) => scenario !== undefined);
}
