import { isEmbedded } from '../emulators/cloudwatch/take-embedded-metrics.ts';
import { sayFor, sayProblem } from '../terminal.ts';

/**
 * What a function printed goes to the terminal, but for metrics: `status` and the console show those.
 * @param takeMetrics tells what is wrong with a line of metrics, if anything is
 */
export function createSayLine(takeMetrics: (line: string) => string | undefined) {
  return (shortName: string, line: string): void => {
    if (!isEmbedded(line)) return sayFor(shortName, line);
    const problem = takeMetrics(line);
    if (problem === undefined) return;
    sayProblem(`${shortName} printed metrics that CloudWatch would not take: ${problem}`);
    sayFor(shortName, line);
  };
}
