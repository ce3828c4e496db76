// Creates counters, gauges and histograms whose names all begin with one prefix.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export interface Instruments {
  counter<L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  histogram<L extends string>(name: string, help: string, shape: HistogramShape<L>): Histogram<L>;
}

interface HistogramShape<L extends string> {
  readonly labels?: readonly L[];
  /** Upper bounds, in seconds. */
  readonly buckets: readonly number[];
}

export function createInstruments(registry: Registry, prefix: string): Instruments {
  const common = <L extends string>(name: string, help: string, labels: readonly L[] = []) => ({
    name: `${prefix}_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    counter: (name, help, labels) => new Counter(common(name, help, labels)),
    gauge: (name, help, labels) => new Gauge(common(name, help, labels)),
    histogram: (name, help, { labels, buckets }) =>
      new Histogram({ ...common(name, help, labels), buckets: [...buckets] }),
  };
}

/** Exported from the start, because to an alert a missing series is not a 0. */
export function startAtZero<L extends string>(
  counter: Counter<L>,
  label: L,
  values: readonly string[],
): void {
  for (const value of values) counter.inc({ [label]: value } as Record<L, string>, 0);
}
