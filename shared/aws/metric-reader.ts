import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { packWithin } from '../messages/pack-within.ts';
import { forAnOperator, type ClientSettings } from './client-settings.ts';
import { withoutCallLog } from './without-call-log.ts';

export interface MetricRead {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

export interface MetricReader {
  /** For each metric its points in the order of time; periods without any are left out. */
  read(
    metrics: readonly MetricRead[],
    span: { readonly from: Date; readonly until: Date; readonly periodSeconds: number },
    signal?: AbortSignal,
  ): Promise<readonly (readonly { readonly at: Date; readonly value: number }[])[]>;
  close(): void;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const CALL_LIMITS = { countMax: 500, bytesMax: Infinity };

export function createMetricReader(settings: ClientSettings = forAnOperator): MetricReader {
  const client = withoutCallLog(new CloudWatchClient(settings));

  async function readSome(
    metrics: readonly MetricRead[],
    span: Parameters<MetricReader['read']>[1],
    signal?: AbortSignal,
  ) {
    const points = metrics.map((): { at: Date; value: number }[] => []);
    let token: string | undefined;
    do {
      const { MetricDataResults = [], NextToken } = await client.send(
        new GetMetricDataCommand({
          StartTime: span.from,
          EndTime: span.until,
          ScanBy: 'TimestampAscending',
          NextToken: token,
          MetricDataQueries: metrics.map((metric, index) => ({ Id: `m${index}`, ...toQuery(metric, span) })),
        }),
        signal && { abortSignal: signal },
      );
      for (const result of MetricDataResults) points[Number(result.Id?.slice(1))]?.push(...pointsOf(result));
      token = NextToken;
    } while (token !== undefined);
    return points;
  }

  return {
    async read(metrics, span, signal) {
      const found = [];
      for (const some of packWithin(metrics, () => 0, CALL_LIMITS)) found.push(...(await readSome(some, span, signal)));
      return found;
    },
    close: () => client.destroy(),
  };
}

function toQuery({ namespace, metric, dimensions, stat }: MetricRead, { periodSeconds }: { periodSeconds: number }) {
  return {
    ReturnData: true,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: stat,
    },
  };
}

function pointsOf({ Timestamps = [], Values = [] }: MetricDataResult) {
  return Timestamps.flatMap((at, index) => {
    const value = Values[index];
    return value === undefined ? [] : [{ at, value }];
  });
}
