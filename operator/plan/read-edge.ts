import * as v from 'valibot';
import type { Template } from '../../template/read-packaged-service.ts';
import type { Design } from './design.ts';

/** Where the bucket's rules say nothing else. */
const RETENTION_DAYS = 400;

const stageSchema = v.looseObject({
  DefaultRouteSettings: v.looseObject({ ThrottlingRateLimit: v.number(), ThrottlingBurstLimit: v.number() }),
});
const lifecycleSchema = v.looseObject({
  LifecycleConfiguration: v.looseObject({
    Rules: v.array(v.looseObject({ Prefix: v.optional(v.string()), ExpirationInDays: v.optional(v.number()) })),
  }),
});

const tableSchema = v.looseObject({
  PointInTimeRecoverySpecification: v.looseObject({ PointInTimeRecoveryEnabled: v.literal(true) }),
});

/** Whether markers, of which there are most, can be brought back. */
export const isRecoverable = ({ Resources }: Template): boolean =>
  v.is(tableSchema, Resources['MarkersTable']?.Properties);

/** So many requests a second a URL lets through for each invocation that is reserved: shared/resources/function-url.cjs. */
const URL_PER_RESERVED_SECOND = 10;

/** Senders post to ingest's own URL. */
export const hasFunctionUrl = ({ Resources }: Template): boolean =>
  Object.values(Resources).some(({ Type }) => Type === 'AWS::Lambda::Url');

export const throttleOfUrl = (reserved: number | undefined): Design['throttle'] =>
  reserved === undefined ? undefined : { perSecond: URL_PER_RESERVED_SECOND * reserved, burst: 0 };

/** What the API's stage lets through; undefined where nothing is set. */
export function throttleOf({ Resources }: Template): Design['throttle'] {
  const stage = Object.values(Resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage');
  const read = v.safeParse(stageSchema, stage?.Properties);
  if (!read.success) return undefined;
  const { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: burst } = read.output.DefaultRouteSettings;
  return { perSecond, burst };
}

/** Of the archive. */
export function retentionOf({ Resources }: Template): number {
  const read = v.safeParse(lifecycleSchema, Resources['ResultsBucket']?.Properties);
  const days = read.success
    ? read.output.LifecycleConfiguration.Rules.filter(({ Prefix }) => Prefix?.startsWith('archive/')).flatMap(
        ({ ExpirationInDays }) => ExpirationInDays ?? [],
      )
    : [];
  return days.length === 0 ? RETENTION_DAYS : Math.max(...days);
}
