import * as v from 'valibot';

const pointSchema = v.object({ at: v.string(), value: v.number() });

export const seriesSchema = v.object({ name: v.string(), points: v.array(pointSchema) });

/** Over the last minutes, one point each `periodSeconds`; periods without any are left out. */
export const chartsSchema = v.object({
  from: v.string(),
  until: v.string(),
  periodSeconds: v.number(),
  received: seriesSchema,
  /** By worker: messages that it was through with. */
  finished: v.array(seriesSchema),
  /** By worker: dead letters recorded. */
  deadLetters: v.array(seriesSchema),
});

export type Series = v.InferOutput<typeof seriesSchema>;
export type Charts = v.InferOutput<typeof chartsSchema>;
