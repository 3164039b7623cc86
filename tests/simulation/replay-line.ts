import type { Scenario } from './scenario.ts';

/** What somebody types to see the same run again. */
export function replayLine({ seed, deliveries, without, troublesMax, planted }: Scenario): string {
  const options = [
    `--seed ${seed}`,
    `--deliveries ${deliveries}`,
    ...(without.length > 0 ? [`--without ${without.join(',')}`] : []),
    ...(Number.isFinite(troublesMax) ? [`--troubles-max ${troublesMax}`] : []),
    ...(planted === undefined ? [] : [`--plant ${planted}`]),
  ];
  return `npm run simulate -- ${options.join(' ')}`;
}
