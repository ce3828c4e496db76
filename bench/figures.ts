// What the benches share: medians and percentiles, and how they are printed.

/** The value below which `share` (0 to 1) of the values lie; 0 when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `name: p50 1.2 ms, p99 3.4 ms, of 200`. */
export function latencyLine(name: string, valuesMs: readonly number[]): string {
  const [p50, p99] = [median(valuesMs), percentile(valuesMs, 0.99)].map((ms) => ms.toFixed(1));
  return `${name}: p50 ${p50} ms, p99 ${p99} ms, of ${valuesMs.length}`;
}
