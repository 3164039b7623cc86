import type { Pipeline } from '../template/read-pipeline.ts';
import { readRate } from './read-rate.ts';
import { ruleEvent, schedulerEvent } from './scheduled-event.ts';

/** One function that is invoked again and again. */
export interface Schedule {
  readonly logicalId: string;
  readonly everySeconds: number;
  readonly functionName: string;
  /** JSON text. */
  readonly eventAt: (at: Date) => string;
}

interface Place {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The enabled schedules of the template: rules, which osls makes of `schedule:`, and those of EventBridge Scheduler.
 * @throws {StartRefused} for an expression that local mode cannot follow
 */
export function schedulesOf({ rules, schedules }: Pick<Pipeline, 'rules' | 'schedules'>, place: Place): Schedule[] {
  const ofRules = rules
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .flatMap(({ logicalId, name, properties }) => {
      const everySeconds = readRate(logicalId, properties.ScheduleExpression);
      const origin = { ...place, arn: `arn:aws:events:${place.region}:${place.accountId}:rule/${name}` };
      return properties.Targets.map(({ Arn, Input }) => ({
        logicalId,
        everySeconds,
        functionName: lastPart(Arn),
        eventAt: (at: Date) => Input ?? ruleEvent(origin, at),
      }));
    });
  const ofScheduler = schedules
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .map(({ logicalId, name, properties }) => {
      const { Arn, Input } = properties.Target;
      const origin = { ...place, arn: `arn:aws:scheduler:${place.region}:${place.accountId}:schedule/default/${name}` };
      return {
        logicalId,
        everySeconds: readRate(logicalId, properties.ScheduleExpression),
        functionName: lastPart(Arn),
        eventAt: (at: Date) => Input ?? schedulerEvent(origin, at),
      };
    });
  return [...ofRules, ...ofScheduler];
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
