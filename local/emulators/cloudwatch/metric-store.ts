/** What happened in one slot of time, as far as statistics need it. */
export interface MetricSlot {
  readonly startsAt: number;
  sum: number;
  count: number;
  min: number;
  max: number;
  /** Rounded logarithm → how many, for percentiles. */
  readonly bins: Map<number, number>;
}

/** Metrics of the last hours, in memory: they begin anew with the process. */
export interface MetricStore {
  /** @param series one metric of one thing, by whatever name its readers use */
  add(series: string, value?: number): void;
  /** Slots that begin from then on, and before `until`. */
  read(series: string, from: number, until: number): readonly MetricSlot[];
}

export const SLOT_MS = 10_000;
/** As long as CloudWatch keeps metrics of such resolution. */
const KEPT_MS = 3 * 60 * 60 * 1000;
/** Neighbouring bins are five percent apart: exact enough for a percentile of a duration. */
export const BIN_RATIO = 1.05;

export function createMetricStore(now: () => number): MetricStore {
  const slots = new Map<string, MetricSlot[]>();

  function slotOf(series: string): MetricSlot {
    const startsAt = Math.floor(now() / SLOT_MS) * SLOT_MS;
    const known = slots.get(series) ?? [];
    const last = known.at(-1);
    if (last?.startsAt === startsAt) return last;
    const slot = { startsAt, sum: 0, count: 0, min: Infinity, max: -Infinity, bins: new Map<number, number>() };
    known.push(slot);
    while (known[0] && known[0].startsAt < startsAt - KEPT_MS) known.shift();
    slots.set(series, known);
    return slot;
  }

  return {
    add(series, value = 1) {
      const slot = slotOf(series);
      slot.sum += value;
      slot.count += 1;
      slot.min = Math.min(slot.min, value);
      slot.max = Math.max(slot.max, value);
      const bin = binOf(value);
      slot.bins.set(bin, (slot.bins.get(bin) ?? 0) + 1);
    },
    read: (series, from, until) =>
      (slots.get(series) ?? []).filter(({ startsAt }) => startsAt >= from && startsAt < until),
  };
}

const binOf = (value: number) => (value > 0 ? Math.round(Math.log(value) / Math.log(BIN_RATIO)) : -Infinity);
