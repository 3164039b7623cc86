const whole = new Intl.NumberFormat();
const rate = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export const describeCount = (count: number): string => whole.format(count);

/** A rate below ten is worth its tenths. */
export const describeRate = (perMinute: number): string =>
  perMinute >= 10 ? whole.format(Math.round(perMinute)) : rate.format(perMinute);

/** `1 dead letter`, `2,000 dead letters` */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${describeCount(count)} ${count === 1 ? one : many}`;
