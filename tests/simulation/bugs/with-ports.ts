import type { PipelineParts } from '../pipeline/parts.ts';
import type { EnvironmentPorts } from '../world/world.ts';

/** The parts with some of their ports replaced, in the functions that the change looks for. */
export function withPorts(
  parts: PipelineParts,
  change: (ports: EnvironmentPorts, functionName: string) => Partial<EnvironmentPorts>,
): PipelineParts {
  return {
    ...parts,
    portsOf(environment) {
      const ports = parts.portsOf(environment);
      return { ...ports, ...change(ports, environment.functionName) };
    },
  };
}
